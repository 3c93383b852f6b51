import { type Call, type Context, UserError } from '../../src/command.ts';
import { categoriesLike } from '../../src/digest/categories.ts';
import { fitText } from '../../src/embeds/text.ts';
import { english, type Say } from '../../src/words/say.ts';
import { readClock } from '../../src/input/time-of-day.ts';
import { readCategory } from '../papers/query.ts';
import { readTimeZoneName } from '../../src/input/time-zones.ts';

/** What stands in an option; undefined where it was left out. */
type Option = Call['options'][string] | undefined;

/** `cs.CV, stat, robotics` as codes, `all` as none. */
export function readCategories(typed: Option, library: Context['library']): string[] | undefined {
  if (typeof typed !== 'string') return undefined;
  if (typed.trim().toLowerCase() === 'all') return [];
  const parts = typed.split(',').flatMap(categoriesIn);
  const codes = [...new Set(parts.map((part) => readCategory(part, library)))];
  if (codes.length === 0) {
    throw new UserError((say) => say('categories.none'));
  }
  if (codes.length > 25) throw new UserError((say) => say('categories.too-many'));
  return codes;
}

/** What stands between two commas: words of one name, or else several codes. */
function categoriesIn(part: string): string[] {
  return categoriesLike(part).length > 0 ? [part.trim()] : part.split(/\s+/).filter(Boolean);
}

/** `9:30` or `9:30 am` as `09:30`. */
export function readTime(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const time = readClock(typed);
  if (time !== undefined) return time;
  throw new UserError((say) => say('time.unknown', { typed: fitText(typed, 40) }));
}

/** A time zone as IANA writes it, from its name or what else means one alone. */
export function readTimeZone(typed: Option, { language }: Say): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const { zone, near } = readTimeZoneName(typed, [language, english.language]);
  if (zone !== undefined) return zone;
  const told = { typed: fitText(typed, 60) };
  const names = near
    .slice(0, 3)
    .map((one) => `\`${one}\``)
    .join(', ');
  throw new UserError((say) =>
    names === ''
      ? say('timezone.unknown', told)
      : say('timezone.unknown-near', { ...told, near: names }),
  );
}
