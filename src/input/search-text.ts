import { parseArxivId } from '../digest/arxiv-id.ts';
import { arxivIdsIn } from '../digest/arxiv-mentions.ts';
import type { Day } from '../digest/types.ts';
import type { Translate } from '../i18n/translate.ts';
import { parseDayRange } from './day-range.ts';

// Text in quotes elsewhere is skipped as a whole. A value without quotes may have up to three
// words, such as `since:last 7 days`, but none that looks like the next operator.
const DATE_OPERATOR =
  /(?<!\S)(?<operator>-?(?:since|before):)(?:["“”„](?<quoted>[^"“”„]*)["“”„]|(?<words>[^\s"“”„]+(?: (?![-"“”„])[^\s":“”„]+){0,2}))|["“”„][^"“”„]*["“”„]/gi;

/** What the search understands by itself: a day, a month or a year. */
const ISO_DATE = /^\d{4}(?:-\d{2}){0,2}$/;

/**
 * Replaces the dates after `since:` and `before:` with days, `since:"last week"` with
 * `since:2021-04-26`, so that a button's search means the same in any language and a month from
 * now. Anything that isn't a date stays, and the search reports it.
 */
export function resolveSearchDates(search: string, today: Day, t: Translate): string {
  const toIsoDate = (typed: string): string | undefined => {
    const value = typed.trim().replace(/[,;.)]+$/, '');
    return ISO_DATE.test(value) ? value : parseDayRange(value, today, t)?.from;
  };
  return search.trim().replace(DATE_OPERATOR, (piece: string, ...found) => {
    const { operator, quoted, words } = found.at(-1) as Record<string, string | undefined>;
    if (operator === undefined) return piece;
    const all = quoted === undefined ? (words ?? '').split(' ') : [quoted];
    // The longest date wins; the words after it are part of the search.
    for (let count = all.length; count > 0; count -= 1) {
      const date = toIsoDate(all.slice(0, count).join(' '));
      if (date !== undefined) return [`${operator}${date}`, ...all.slice(count)].join(' ');
    }
    return piece;
  });
}

/** A link and nothing else, possibly in the angle brackets that stop Discord from embedding it. */
const LINK = /^<?(?:https?:\/\/|www\.)(?:www\.)?([^\s<>"]+?)\/?>?$/i;

/** The address, without its scheme, of a link to something other than a paper. */
export function linkedAddress(typed: string): string | undefined {
  const address = LINK.exec(typed.trim())?.[1];
  return address !== undefined && arxivIdsIn(typed).length === 0 ? address : undefined;
}

/** The arXiv id that a text is, or the only one it links to or mentions. */
export function soleArxivId(text: string): string | undefined {
  const [id, other] = arxivIdsIn(text);
  return parseArxivId(text) ?? (other === undefined ? id : undefined);
}
