/** Makes tomorrow's digest from today's: the same papers in another order, with other counts. */

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
