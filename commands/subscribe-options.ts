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
    throw new UserError((say) => say('categories.none'));
  }
  if (codes.length > 25) throw new UserError((say) => say('categories.too-many'));
  return codes;
}

/** `9:30` as `09:30`. */
export function readTime(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const match = /^([01]?\d|2[0-3])[:.h]([0-5]\d)$/.exec(typed.trim());
  if (match) return `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? ''}`;
  throw new UserError((say) => say('time.unknown', { typed: fitText(typed, 40) }));
}

/** A time zone in any case, as IANA writes it. */
export function readTimeZone(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const zone = readTimeZoneName(typed);
  if (zone !== undefined) return zone;
  const near = timeZoneChoices(typed.replace(/^.*\//, '')).slice(0, 3);
  const told = { typed: fitText(typed, 60) };
  const names = near.map(({ value }) => `\`${value}\``).join(', ');
  throw new UserError((say) =>
    names === ''
      ? say('timezone.unknown', told)
      : say('timezone.unknown-near', { ...told, near: names }),
  );
}
