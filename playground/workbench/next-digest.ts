/**
 * Tomorrow's digest, made from the newest and dropped into the bot's folder the way a builder of digests
 * would.
 */
import { readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
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

/** The local hour at which mornings begin here: that of new subscriptions. */
const MORNING_HOUR = 9;

/**
 * The day whose morning was last.
 *
 * @param now Unix milliseconds
 * @returns `YYYY-MM-DD` in the machine's own time zone
 */
export function lastMorning(now: number): string {
  const date = new Date(now);
  if (date.getHours() < MORNING_HOUR) date.setDate(date.getDate() - 1);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/**
 * Writes the newest digest again for the next morning's day, or for the day after the newest if that
 * is later. It's written under another name first and then renamed, so that it appears complete. Its
 * time of change is the beginning of its day, since a builder would write it then, and the bot counts
 * a digest's age from there.
 *
 * @param now Unix milliseconds on the playground's clock
 * @param onNamed called with its day before it appears
 * @returns its day, `YYYY-MM-DD`
 * @throws ControlError if there's no digest to start from
 */
export async function dropNextDigest(
  folder: string,
  now: number,
  onNamed: (day: string) => void = () => undefined,
): Promise<string> {
  const name = await newestDigest(folder);
  const day = NAME.exec(name ?? '')?.[1];
  if (name === undefined || day === undefined)
    throw new ControlError('The folder holds no digest to make one of');
  const last = lastMorning(now);
  const next = dayAfter(day > last ? day : last);
  const text = nextDigest(await readFile(join(folder, name), 'utf8'), day, next);
  const unfinished = join(folder, `.${next}.unfinished`);
  await writeFile(unfinished, text);
  const written = new Date(`${next}T00:00:00`);
  await utimes(unfinished, written, written);
  onNamed(next);
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
 * @param next the new digest's day
 * @returns the digest of `next`: the first paper comes last, and the counts differ a little
 */
export function nextDigest(text: string, day: string, next = dayAfter(day)): string {
  const [head = '', ...papers] = text.split(/^(?=# \d+\. )/m);
  const [first, ...rest] = papers;
  const rotated = first === undefined ? [] : [...rest, first];
  const later = (part: string) => redate(part, day, next);
  return [later(head), ...rotated.map((paper, index) => nextPaper(paper, index, later))].join('');
}

function nextPaper(paper: string, index: number, later: (part: string) => string): string {
  const numbered = paper.replace(/^# \d+\./, `# ${index + 1}.`);
  // Only the line of counts, `- retweets: 7620, favorites: 108 (...)`, has numbers to change.
  const counted = numbered.replace(/^- (?:[\w -]+: \d+(?:, )?)+/m, (line) =>
    line.replace(/\d+/g, (count) => String(Math.ceil(Number(count) * 1.07) + 5 - index)),
  );
  const [own = '', ...tweets] = counted.split(/^(?=<blockquote)/m);
  return [later(own), ...tweets].join('').replace(/\n*$/, '\n\n\n\n');
}

/**
 * Moves a digest from `day` to `next`, both `YYYY-MM-DD`. The day after it, on which it may have been
 * made, moves along.
 */
export function redate(text: string, day: string, next: string): string {
  const moved = new Map(
    [[day, next] as const, [dayAfter(day), dayAfter(next)] as const].flatMap(([from, to]) => [
      [from, to] as const,
      [american(from), american(to)] as const,
    ]),
  );
  return text.replace(/\d{4}-\d{2}-\d{2}|\d{2}\/\d{2}\/\d{4}/g, (date) => moved.get(date) ?? date);
}
