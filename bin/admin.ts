/** npm run admin: what only whoever runs the site may do. Run by bin/admin, and in containers as README.md says. */
import { Command, Option } from 'commander';
import { ban, changeRole, findByEmail, unban } from '@/lib/accounts/moderation';
import { operator } from '@/lib/accounts/policy';
import { type Role, roles } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { closeMongodb } from '@/lib/platform/mongodb';
import { closeMysql } from '@/lib/platform/mysql';
import { closePublisher, untilPublished } from '@/lib/platform/publisher';
import messages from '@/messages/en.json';

/** Pages that are open learn of it at once where Redis answers, and from the stores where it does not. */
const hintWaitMs = 1000;

const program = new Command('npm run admin --').description(
  'Roles and suspensions. People are named by the e-mail address they sign in with; they must have signed in once.',
);

program
  .command('grant <email>')
  .description('make somebody an administrator, or give another role')
  .addOption(new Option('--role <role>').choices(roles).default('administrator'))
  .action(async (email: string, { role }: { role: Role }) => {
    const { id, name } = await findByEmail(email);
    await changeRole(operator, id, role);
    console.log(`${name} <${email}> is now: ${role}`);
  });

program
  .command('revoke <email>')
  .description('make somebody an ordinary member again')
  .action(async (email: string) => {
    const { id, name } = await findByEmail(email);
    await changeRole(operator, id, 'member');
    console.log(`${name} <${email}> is now: member`);
  });

for (const [verb, change] of [
  ['ban', ban],
  ['unban', unban],
] as const) {
  program
    .command(`${verb} <email>`)
    .description(verb === 'ban' ? 'shut somebody out, everywhere and at once' : 'let somebody in again')
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .action(async (email: string, { reason }: { reason: string }) => {
      const { id, name } = await findByEmail(email);
      await change(operator, id, reason.slice(0, 500));
      console.log(`${name} <${email}>: ${verb} done`);
    });
}

program
  .command('show <email>')
  .description('who that is')
  .action(async (email: string) => {
    const { id, name, role, banned } = await findByEmail(email);
    console.log(`${id} ${name} <${email}> ${role}${banned ? ', banned' : ''}`);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(error.code === 'account.not_found' ? messages.errors.account.not_found : error.code);
  process.exitCode = 1;
} finally {
  await untilPublished(hintWaitMs);
  closePublisher();
  await Promise.all([closeMysql(), closeMongodb()]);
}
