import '../node-version.cjs';
import { parseArgs } from 'node:util';
import { loadDatabaseUrl } from '../config/config.ts';
import { OperatorError } from '../operator-error.ts';
import { readBackups, readContents, type StoreContents } from '../store/contents.ts';
import { sqliteFile } from '../store/files.ts';
import { restoreStore } from '../store/restore.ts';

const USAGE = `Usage: npm run store -- check [FILE]
       npm run store -- restore FILE

  check         reads the whole database (or FILE) and prints what is in it and which of its
                backups can be restored; exit code 1 if anything is damaged
  restore FILE  replaces the database with a backup, and keeps the old one under another name;
                stop Paperboy first

The database is the one in DATABASE_URL. Paperboy backs it up once a day.`;

type Command = { name: 'check'; file: string | undefined } | { name: 'restore'; backup: string };

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const command = parseCommand(args);
  if (command === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (command === undefined) {
    console.error(USAGE);
    return 2;
  }
  try {
    return command.name === 'check'
      ? check(command.file ?? sqliteFile(databaseUrl()))
      : await restore(command.backup);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function parseCommand(args: string[]): Command | 'help' | undefined {
  let parsed;
  try {
    const options = { help: { type: 'boolean', short: 'h' } } as const;
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch {
    return undefined;
  }
  const [name, file, ...more] = parsed.positionals;
  if (parsed.values.help === true) return 'help';
  if (more.length > 0) return undefined;
  if (name === 'check') return { name, file };
  return name === 'restore' && file !== undefined ? { name, backup: file } : undefined;
}

function databaseUrl(): string {
  const result = loadDatabaseUrl();
  if (!result.ok) throw new OperatorError(result.problems.join('\n'));
  return result.url;
}

function check(file: string): number {
  let problem: string | undefined;
  try {
    console.log(`${file} is good: ${summarize(readContents(file))}.`);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problem = error.message;
  }
  const backups = readBackups(file);
  for (const backup of backups) {
    if ('contents' in backup) console.log(`${backup.file} is good: ${summarize(backup.contents)}.`);
    else console.log(`${backup.file} can't be restored: it ${backup.reason}.`);
  }
  if (backups.length === 0) console.log('There are no daily backups next to it.');
  if (problem !== undefined) console.error(problem);
  return problem === undefined && backups.every((backup) => 'contents' in backup) ? 0 : 1;
}

function summarize({
  subscriptions,
  deliveries,
  newestDay,
  bytes,
  backedUpAt,
}: StoreContents): string {
  return [
    count(subscriptions, 'subscription', 'subscriptions'),
    count(deliveries, 'delivery', 'deliveries'),
    ...(newestDay === undefined ? [] : [`the newest for ${newestDay}`]),
    `${(bytes / 1e6).toFixed(1)} MB`,
    ...(backedUpAt === undefined ? [] : [`made ${formatTime(backedUpAt)}`]),
  ].join(', ');
}

async function restore(backup: string): Promise<number> {
  const { file, kept, backedUpAt } = await restoreStore(databaseUrl(), backup, Date.now());
  const before =
    kept === undefined ? 'there was no database before' : `the old database is now ${kept}`;
  const since = backedUpAt === 0 ? 'that backup was made' : formatTime(backedUpAt);
  console.log(`Restored ${file} from ${backup}; ${before}.`);
  console.log(
    `Changes to subscriptions since ${since} are lost. Before posting a digest again, Paperboy ` +
      'checks whether its channel already has it.',
  );
  return 0;
}

function formatTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
