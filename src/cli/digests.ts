import '../node-version.cjs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { backfill } from '../builder/backfill.ts';
import { hasSources } from '../builder/build.ts';
import type { BuildDependencies } from '../builder/dependencies.ts';
import { lastFinished } from '../builder/schedule.ts';
import { loadSourceSettings } from '../config/config.ts';
import { isDay, isDigestFile } from '../digest/day.ts';
import type { Day, Digest, Paper, ParseResult } from '../digest/types.ts';
import { readDigest } from '../archive/read-digest.ts';
import { OperatorError } from '../operator-error.ts';
import { createSources } from '../sources/create-sources.ts';
import { createSharedTurns } from '../store/lock.ts';

const USAGE = `Usage: npm run digests -- check DIR [--json]
       npm run digests -- build [DATE] [--to DATE] [--dry-run]

  check DIR   reads every .md file in DIR (or a single file) and prints each problem as
              file:line: reason, then a count; exit code 1 if there are any
  --json      prints each digest as one line of JSON; problems go to stderr

  build DATE  builds the digest for a day (YYYY-MM-DD, UTC) and writes it to DIGESTS_DIR;
              without DATE, for the last day that is over. Existing files are kept.
  --to DATE   builds all days up to this one; if interrupted, run it again to continue
  --dry-run   prints what would be written, without writing it

  Exit code 1 if a day failed or isn't over yet. A day without papers is not a failure.`;

/** The exit code that shells use for a process ended by Ctrl-C. */
const INTERRUPTED = 130;

type Command =
  | { name: 'help' }
  | { name: 'usage' }
  | { name: 'check'; target: string; json: boolean }
  | ({ name: 'build' } & DayRange);

/** Which days to build, and whether to write them. */
interface DayRange {
  from: Day;
  /** Included. */
  to: Day;
  isDryRun: boolean;
}

process.exitCode = await main(process.argv.slice(2));
// A DNS lookup can't be cancelled, and would keep the process alive for half a minute.
if (process.exitCode === INTERRUPTED) process.exit();

async function main(args: string[]): Promise<number> {
  let range: DayRange;
  try {
    const command = parseCommand(args);
    if (command.name === 'help') {
      console.log(USAGE);
      return 0;
    }
    if (command.name === 'usage') {
      console.error(USAGE);
      return 2;
    }
    if (command.name === 'check') return await check(command.target, command.json);
    range = command;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  try {
    return await build(range);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Throws an error whose message says what is wrong with an argument. */
function parseCommand(args: string[]): Command {
  const { values, positionals } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      to: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  const [name, target, ...more] = positionals;
  const { json, to, 'dry-run': isDryRun } = values;
  if (values.help === true) return { name: 'help' };
  if (more.length > 0) return { name: 'usage' };
  if (name === 'build' && !json) return { name, ...parseRange(target, to, isDryRun) };
  if (name === 'check' && target !== undefined && to === undefined && !isDryRun) {
    return { name, target, json };
  }
  return { name: 'usage' };
}

function parseRange(
  date: string | undefined,
  until: string | undefined,
  isDryRun: boolean,
): DayRange {
  const from = date ?? lastFinished(Date.now());
  const to = until ?? from;
  for (const day of [from, to]) {
    // A variable, since TypeScript would narrow `day` to never.
    const isValid: boolean = isDay(day);
    if (!isValid) throw new Error(`${day} isn't a date. Write it like 2026-06-12.`);
  }
  if (to < from) throw new Error(`${to} is before ${from}.`);
  return { from, to, isDryRun };
}

async function build(range: DayRange): Promise<number> {
  const settings = loadSourceSettings();
  if (!settings.ok) throw new OperatorError(settings.problems.join('\n'));
  const dependencies: BuildDependencies = {
    sources: createSources(settings.sources, {
      // Shared, since the bot may be running.
      arxivTurns: createSharedTurns(settings.databaseUrl, 'arxiv'),
    }),
    directory: settings.digestsDir,
    selection: settings.sources,
    now: Date.now,
  };
  if (!hasSources(dependencies.sources)) {
    throw new OperatorError('SOURCES is none, so there is nothing to build digests from.');
  }
  const ending = new AbortController();
  // npm repeats a signal that the process already got; the second one must not cut it short.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => ending.abort());
  const print = (line: string): void => console.log(line);
  const isComplete = await backfill(range, dependencies, { print, signal: ending.signal });
  if (!ending.signal.aborted) return isComplete ? 0 : 1;
  console.log('Interrupted: run the same command again to continue.');
  return INTERRUPTED;
}

async function check(target: string, json: boolean): Promise<number> {
  const files = await digestFiles(target);
  const print = json ? console.error : console.log;
  let problems = 0;
  let papers = 0;
  for (const { directory, name } of files) {
    const { digest, problems: found } = await readNamed(directory, name);
    for (const { file, line, reason } of found) print(`${file}:${line}: ${reason}`);
    problems += found.length;
    papers += digest?.papers.length ?? 0;
    if (json && digest) console.log(JSON.stringify(toJson(digest)));
  }
  print(`${count(files.length, 'file')}, ${count(papers, 'paper')}, ${count(problems, 'problem')}`);
  return problems === 0 ? 0 : 1;
}

/** Every Markdown file except a README, even one with a wrong name, so that the mistake is reported. */
async function digestFiles(target: string): Promise<{ directory: string; name: string }[]> {
  let isFile: boolean;
  try {
    isFile = (await stat(target)).isFile();
  } catch {
    throw new Error(`There is no file or folder ${target}.`);
  }
  if (isFile) return [{ directory: dirname(target), name: basename(target) }];
  const names = (await readdir(target)).filter(
    (name) => /\.md$/i.test(name) && !/^readme/i.test(name),
  );
  return names.sort().map((name) => ({ directory: target, name }));
}

async function readNamed(directory: string, name: string): Promise<ParseResult> {
  const result = await readDigest(join(directory, name), name);
  if (isDigestFile(name)) return result;
  const reason =
    "name isn't YYYY-MM-DD.md or YYYY-MM-DD---anything.md, so the bot ignores this file";
  return { ...result, problems: [{ file: name, line: 1, reason }, ...result.problems] };
}

/** The documented JSON, field by field, so that later additions to the types don't leak into it. */
function toJson({ file, day, title, papers, risen }: Digest): object {
  return {
    file,
    day,
    title,
    papers: papers.map((paper) => ({
      rank: paper.rank,
      arxivId: paper.arxivId,
      title: paper.title,
      authors: paper.authors,
      categories: paper.categories,
      metrics: paper.metrics,
      observedAt: paper.observedAt,
      abstract: paper.abstract,
      tweets: paper.tweets.map(({ id, author, handle, date, lang, text }) => ({
        id,
        author,
        handle,
        date,
        lang,
        text,
      })),
      ...detailsToJson(paper),
    })),
    ...(risen && {
      risen: risen.map(({ arxivId, title, upvotes }) => ({ arxivId, title, upvotes })),
    }),
  };
}

/** Each only if it's known. */
function detailsToJson({ links, summary, picture, organization, keywords }: Paper): object {
  return {
    ...(links && { links: { code: links.code, project: links.project } }),
    ...(summary && { summary: { text: summary.text, by: summary.by } }),
    ...(picture !== undefined && { picture }),
    ...(organization !== undefined && { organization }),
    ...(keywords && { keywords }),
  };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
