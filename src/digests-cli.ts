import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isDigestFile } from './digest/file-name.ts';
import type { Digest, ParseResult } from './digest/types.ts';
import { readDigest } from './library/read.ts';

const USAGE = `Usage: npm run digests -- check DIR [--json]

  check DIR   reads every .md file of DIR (or one file) and prints a line a problem,
              file:line: reason, then a count; exit code 1 if there are any
  --json      prints every digest as one JSON object a line; problems go to stderr`;

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    const [verb, target, ...more] = positionals;
    if (values.help === true) {
      console.log(USAGE);
      return 0;
    }
    if (verb !== 'check' || target === undefined || more.length > 0) {
      console.error(USAGE);
      return 2;
    }
    return await check(target, values.json);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
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
    if (json && digest) console.log(JSON.stringify(shape(digest)));
  }
  print(`${count(files.length, 'file')}, ${count(papers, 'paper')}, ${count(problems, 'problem')}`);
  return problems === 0 ? 0 : 1;
}

/** Every Markdown file but a README; one with a wrong name is read too, so that its writer hears of it. */
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
    'name is not YYYY-MM-DD.md or YYYY-MM-DD---anything.md, so the bot does not see it';
  return { ...result, problems: [{ file: name, line: 1, reason }, ...result.problems] };
}

/** The documented shape, field by field, so that what the types gain later does not leak into it. */
function shape({ file, day, title, papers }: Digest): object {
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
    })),
  };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
