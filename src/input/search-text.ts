import type { Day } from '../digest/types.ts';

// What is in quotes elsewhere is stepped over whole. A value without quotes may be of three words,
// such as `since:last 7 days`; what begins like another condition is none of them.
const DATED =
  /(?<!\S)(?<operator>-?(?:since|before):)(?:["“”„](?<quoted>[^"“”„]*)["“”„]|(?<words>[^\s"“”„]+(?: (?![-"“”„])[^\s":“”„]+){0,2}))|["“”„][^"“”„]*["“”„]/gi;

/** What the search itself reads: a day, a month or a year. */
const PLAIN = /^\d{4}(?:-\d{2}){0,2}$/;

/**
 * A search text with what follows `since:` and `before:` as a day: `since:"last week"` as
 * `since:2021-04-26`. So it means the same to everybody who leafs on, in any language and a month
 * from now. What is no date stays as it is, for the search to say so.
 *
 * @param firstDay the first day of what somebody typed; undefined for what is no date
 */
export function withPlainDates(
  search: string,
  firstDay: (typed: string) => Day | undefined,
): string {
  return search.replace(DATED, (piece: string, ...found) => {
    const { operator, quoted, words } = found.at(-1) as Record<string, string | undefined>;
    if (operator === undefined) return piece;
    const read = (typed: string): string | undefined => {
      const value = typed.trim().replace(/[,;.)]+$/, '');
      return PLAIN.test(value) ? value : firstDay(value);
    };
    const all = quoted === undefined ? (words ?? '').split(' ') : [quoted];
    for (let count = all.length; count > 0; count -= 1) {
      const day = read(all.slice(0, count).join(' '));
      if (day !== undefined) return [`${operator}${day}`, ...all.slice(count)].join(' ');
    }
    return piece;
  });
}
