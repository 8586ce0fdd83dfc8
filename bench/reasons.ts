import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { markdownTable } from './markdown-table';
import { measureScan } from './scan/measure';
import { filmFor, reasonFilms } from './scan/reason-films';

interface Options {
  scenes: string;
  work: string;
}

const program = new Command('npm run bench -- reasons')
  .description('Scans one film for each reason to refuse one, and prints which reason each of them got.')
  .requiredOption(
    '--scenes <dir>',
    'folder of scenes: corset, boombox and boombox-pivot, each with video.mp4',
  )
  .option('--work <dir>', 'where films and models stay', '.bitmarket/bench/reasons')
  .action(async ({ scenes, work }: Options) => {
    const from = resolve(process.env.INIT_CWD ?? '.', scenes);
    const outcomes: Outcome[] = [];
    for (const film of reasonFilms) {
      console.error(`${film.about} …`);
      const input = await filmFor(film, from, join(resolve(work), 'films'));
      const { refusal, wallSeconds } = await measureScan(input, join(resolve(work), film.expected));
      outcomes.push({ ...film, got: refusal ?? 'model', wallSeconds });
    }
    console.log(table(outcomes));
    if (outcomes.some(({ expected, got }) => expected !== got)) process.exitCode = 1;
  });

interface Outcome {
  about: string;
  expected: string;
  got: string;
  wallSeconds: number;
}

/** Rows are films, columns what became of them: each row has its mark on the diagonal, or the set is confused. */
function table(outcomes: readonly Outcome[]): string {
  const columns = [...new Set(outcomes.flatMap(({ expected, got }) => [expected, got]))];
  const head = ['film', ...columns, 's'];
  const rows = outcomes.map(({ about, expected, got, wallSeconds }) => [
    about,
    ...columns.map((column) => (column === got ? (got === expected ? '✓' : '✗') : '')),
    wallSeconds.toFixed(0),
  ]);
  return markdownTable(head, rows);
}

await program.parseAsync();
