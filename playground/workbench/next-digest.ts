/**
 * Tomorrow's digest, made from today's and dropped into the bot's folder the way a builder of digests
 * would.
 */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ControlError } from './serve.ts';

const NAME = /^(\d{4}-\d{2}-\d{2})(?:---.+)?\.md$/;

/**
 * The name of the newest digest in a folder; undefined if there's none or the folder can't be read.
 */
export async function newestDigest(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .at(-1);
}

/**
 * Writes the newest digest again for the next day. It's written under another name first and then
 * renamed, so that it appears complete.
 *
 * @returns its day, `YYYY-MM-DD`
 * @throws ControlError if there's no digest to start from
 */
export async function dropNextDigest(folder: string): Promise<string> {
  const name = await newestDigest(folder);
  const day = NAME.exec(name ?? '')?.[1];
  if (name === undefined || day === undefined)
    throw new ControlError('The folder holds no digest to make one of');
  const next = dayAfter(day);
  const text = nextDigest(await readFile(join(folder, name), 'utf8'), day);
  const unfinished = join(folder, `.${next}.unfinished`);
  await writeFile(unfinished, text);
  await rename(unfinished, join(folder, name.replaceAll(day, next)));
  return next;
}

const DAY_MS = 86_400_000;

/** @param day `YYYY-MM-DD` @returns the day after it, in the same form */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

const american = (day: string): string => day.replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1');

/**
 * @param text a whole digest, front matter and papers
 * @param day its day, `YYYY-MM-DD`
 * @returns the next day's digest: each date is a day later, the first paper comes last, and the
 * counts differ a little
 */
export function nextDigest(text: string, day: string): string {
  const [head = '', ...papers] = text.split(/^(?=# \d+\. )/m);
  const [first, ...rest] = papers;
  const rotated = first === undefined ? [] : [...rest, first];
  return [
    laterDates(head, day),
    ...rotated.map((paper, index) => nextPaper(paper, index, day)),
  ].join('');
}

function nextPaper(paper: string, index: number, day: string): string {
  const numbered = paper.replace(/^# \d+\./, `# ${index + 1}.`);
  // Only the line of counts, `- retweets: 7620, favorites: 108 (...)`, has numbers to change.
  const counted = numbered.replace(/^- (?:[\w -]+: \d+(?:, )?)+/m, (line) =>
    line.replace(/\d+/g, (count) => String(Math.ceil(Number(count) * 1.07) + 5 - index)),
  );
  const [own = '', ...tweets] = counted.split(/^(?=<blockquote)/m);
  return [laterDates(own, day), ...tweets].join('').replace(/\n*$/, '\n\n\n\n');
}

/** Moves the digest's day and the day it was made on to the next day. */
function laterDates(text: string, day: string): string {
  const next = dayAfter(day);
  const afterNext = dayAfter(next);
  // The later day first, or it would be moved twice.
  return text
    .replaceAll(next, afterNext)
    .replaceAll(american(next), american(afterNext))
    .replaceAll(day, next)
    .replaceAll(american(day), american(next));
}
