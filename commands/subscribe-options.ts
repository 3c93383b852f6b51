import { type Call, UserError } from '../src/command.ts';
import { fitText } from '../src/embeds/text.ts';
import { readCategory } from './paper-query.ts';
import { readTimeZoneName, timeZoneChoices } from './time-zones.ts';

/** What stands in an option; undefined where it was left out. */
type Option = Call['options'][string] | undefined;

/** `cs.CV, stat` as codes, `all` as none. */
export function readCategories(typed: Option): string[] | undefined {
  if (typeof typed !== 'string') return undefined;
  if (typed.trim().toLowerCase() === 'all') return [];
  const parts = typed.split(/[,\s]+/).filter(Boolean);
  const codes = [...new Set(parts.map(readCategory))];
  if (codes.length === 0) {
    throw new UserError('Name at least one category such as `cs.CV`, or `all` for all papers.');
  }
  if (codes.length > 25) throw new UserError('At most 25 categories fit one subscription.');
  return codes;
}

/** `9:30` as `09:30`. */
export function readTime(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const match = /^([01]?\d|2[0-3])[:.h]([0-5]\d)$/.exec(typed.trim());
  if (match) return `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? ''}`;
  throw new UserError(
    `**${fitText(typed, 40)}** is no time of day. Type it as HH:MM on a 24-hour clock, ` +
      'such as `09:00` or `18:30`.',
  );
}

/** A time zone in any case, as IANA writes it. */
export function readTimeZone(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const zone = readTimeZoneName(typed);
  if (zone !== undefined) return zone;
  const near = timeZoneChoices(typed.replace(/^.*\//, '')).slice(0, 3);
  const perhaps =
    near.length > 0
      ? `Did you mean ${near.map(({ value }) => `\`${value}\``).join(', ')}? Else type one`
      : 'Type one such as `Europe/Berlin`';
  throw new UserError(
    `**${fitText(typed, 60)}** is no time zone I know. ${perhaps}, or pick one from the list that ` +
      'opens while you type.',
  );
}
