import type { Day } from '../digest/types.ts';
import { english } from '../i18n/translate.ts';

/** More days than this are told as a range. */
const MAX_NAMED = 5;

/**
 * The line that names digests which were missed, in small letters; no line where none was.
 * At most 130 characters.
 */
export function awayLines(away: readonly Day[]): string[] {
  const days = [...new Set(away)].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const which = days.length > MAX_NAMED ? `, ${first} to ${last}` : `: ${days.join(', ')}`;
  const them = days.length === 1 ? 'it' : 'them';
  return [
    `-# ${english('count.digests', { count: days.length })} while I was away${which}. ` +
      `Read ${them} with \`/papers date:${first}\``,
  ];
}
