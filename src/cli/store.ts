import '../node-version.cjs';
import { parseArgs } from 'node:util';
import { loadDatabaseUrl } from '../config/config.ts';
import { OperatorError } from '../operator-error.ts';
import { type Contents, takeCopies, takeInventory } from '../store/inventory.ts';
import { restoreStore } from '../store/restore.ts';
import { sqliteFile } from '../store/url.ts';

const USAGE = `Usage: npm run store -- check [FILE]
       npm run store -- restore FILE

  check         reads the whole database (or FILE) and prints what is in it and which of its
                copies can be restored; exit code 1 if anything is damaged
  restore FILE  replaces the database with a copy, and keeps the old one under another name;
                stop Paperboy first

The database is the one in DATABASE_URL. Paperboy copies it once a day.`;

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  const read = parse(words);
  if (read === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (read === undefined) {
    console.error(USAGE);
    return 2;
  }
  const { verb, file } = read;
  try {
    return verb === 'check' ? check(file ?? sqliteFile(databaseUrl())) : await restore(file);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    console.error(error.message);
    return 1;
  }
}

type Wish = { verb: 'check'; file: string | undefined } | { verb: 'restore'; file: string };

function parse(words: string[]): Wish | 'help' | undefined {
  let parsed;
  try {
    const options = { help: { type: 'boolean', short: 'h' } } as const;
    parsed = parseArgs({ args: words, options, allowPositionals: true });
  } catch {
    return undefined;
  }
  const [verb, file, ...more] = parsed.positionals;
  if (parsed.values.help === true) return 'help';
  if (more.length > 0) return undefined;
  if (verb === 'check') return { verb, file };
  return verb === 'restore' && file !== undefined ? { verb, file } : undefined;
}

function databaseUrl(): string {
  const read = loadDatabaseUrl();
  if (!read.ok) throw new OperatorError(read.problems.join('\n'));
  return read.url;
}

function check(file: string): number {
  let problem: string | undefined;
  try {
    console.log(`${file} is good: ${summary(takeInventory(file))}.`);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problem = error.message;
  }
  const copies = takeCopies(file);
  for (const copy of copies) {
    if ('contents' in copy) console.log(`${copy.file} is good: ${summary(copy.contents)}.`);
    else console.log(`${copy.file} can't be restored: it ${copy.reason}.`);
  }
  if (copies.length === 0) console.log('There are no daily copies next to it.');
  if (problem !== undefined) console.error(problem);
  return problem === undefined && copies.every((copy) => 'contents' in copy) ? 0 : 1;
}

function summary({ subscriptions, deliveries, newestDay, bytes, copiedAt }: Contents): string {
  return [
    count(subscriptions, 'subscription', 'subscriptions'),
    count(deliveries, 'delivery', 'deliveries'),
    ...(newestDay === undefined ? [] : [`the newest for ${newestDay}`]),
    `${(bytes / 1e6).toFixed(1)} MB`,
    ...(copiedAt === undefined ? [] : [`copied ${time(copiedAt)}`]),
  ].join(', ');
}

async function restore(copy: string): Promise<number> {
  const { file, kept, copiedAt } = await restoreStore(databaseUrl(), copy, Date.now());
  const before =
    kept === undefined ? 'there was no database before' : `the old database is now ${kept}`;
  const since = copiedAt === 0 ? 'that copy was made' : time(copiedAt);
  console.log(`Restored ${file} from ${copy}; ${before}.`);
  console.log(
    `Changes to subscriptions since ${since} are lost. Before posting a digest again, Paperboy ` +
      'checks whether its channel already has it.',
  );
  return 0;
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
