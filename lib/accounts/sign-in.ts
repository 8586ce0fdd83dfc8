import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/parse';
import { newId } from '@/lib/platform/ids';
import { logger } from '@/lib/platform/logger';
import { isDuplicate } from '@/lib/platform/mysql';
import { proposeName } from './names';
import * as repository from './repository';

/** What an OpenID provider has vouched for. `subject` is never given to anybody else by that issuer; an address may be. */
const identitySchema = z.object({
  issuer: z.url().max(255),
  // OpenID Connect Core, section 2: at most 255 ASCII characters, case-sensitive.
  subject: z.string().regex(/^[\x21-\x7e]{1,255}$/),
  email: z.email().max(254).toLowerCase(),
  emailVerified: z.boolean(),
  /** What the person is called there; only ever a proposal for the name here. */
  name: z.string().catch(''),
});
export type Identity = z.input<typeof identitySchema>;

export interface SignedIn {
  id: string;
  tokenVersion: number;
}

const maxAttempts = 5;

/**
 * Signs in whoever stands behind this identity, and makes a new person at the first time. Issuer and subject alone say
 * who somebody is.
 *
 * An address that another person here already has is refused (`auth.email_in_use`) and never linked: addresses are
 * given to new owners by companies, schools and lapsed domains, and whoever inherits one must not inherit the chats,
 * the reviews and the role with it. Nor does the newcomer become a second person with the same address, since roles
 * are granted by address. The page says to come in the way one came in at first.
 *
 * Throws auth.banned, auth.email_in_use, auth.email_unverified, input.invalid, internal.
 */
export async function signInWithIdentity(input: Identity): Promise<SignedIn> {
  const identity = parseInput(identitySchema, input);
  // Anyone can type any address at some providers: unverified, it would take that address away from its owner.
  if (!identity.emailVerified) throw new AppError('auth.email_unverified');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const known = await repository.findUserByIdentity(identity.issuer, identity.subject);
      return known ? await welcomeBack(known, identity.email) : await register(identity);
    } catch (error) {
      // Two tabs at once, or a name that was taken meanwhile: what the other one wrote is found now.
      if (isDuplicate(error) && attempt < maxAttempts) continue;
      if (error instanceof AppError) throw error;
      // next-auth puts the message of what reaches it into the address bar; that of a failed query holds the address.
      logger.error({ err: error }, 'the sign-in failed');
      throw new AppError('internal');
    }
  }
}

async function welcomeBack(row: repository.UserRow, email: string): Promise<SignedIn> {
  if (row.bannedAt) throw new AppError('auth.banned');
  // The address follows the provider, unless somebody else here has it: then the old one stays.
  if (row.email !== email && !(await repository.findUserByEmail(email))) {
    await repository.updateUser(row.id, { email });
  }
  return { id: row.id, tokenVersion: row.tokenVersion };
}

async function register({
  issuer,
  subject,
  email,
  name,
}: z.output<typeof identitySchema>): Promise<SignedIn> {
  const owner = await repository.findUserByEmail(email);
  // The same identity in another tab may have been faster.
  if (owner?.issuer === issuer && owner.subject === subject) return welcomeBack(owner, email);
  if (owner) throw new AppError('auth.email_in_use');
  const id = newId('usr');
  await repository.insertUser({ id, issuer, subject, email, name: await proposeName(name) });
  return { id, tokenVersion: 1 };
}
