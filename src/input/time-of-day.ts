import type { QuietHours } from '../store/subscriptions.ts';

const MERIDIEM = '(?: ?([ap])\\.? ?m\\.?)?';
/** `9:30`, `9.30`, `9h30`, `9`, and the same with `am` or `pm`. */
const WITH_SEPARATOR = new RegExp(`^(\\d{1,2})(?:[:.h]([0-5]\\d)?)?${MERIDIEM}$`);
/** `0930`, `930 pm`. */
const DIGITS_ONLY = new RegExp(`^(\\d{1,2})([0-5]\\d)${MERIDIEM}$`);

/**
 * Reads a time of day: `9:30`, `18.30`, `1830`, `7`, `6pm`, `6:30 pm`.
 *
 * @returns `HH:MM` on a 24-hour clock; undefined if it isn't a time
 */
export function parseTimeOfDay(typed: string): string | undefined {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  const [, hours, minutes = '00', meridiem] =
    WITH_SEPARATOR.exec(text) ?? DIGITS_ONLY.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const hour = to24Hours(Number(hours), meridiem);
  return hour === undefined ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`;
}

/** @param meridiem `a` or `p` if given; 12 am is midnight */
function to24Hours(hour: number, meridiem: string | undefined): number | undefined {
  if (meridiem === undefined) return hour < 24 ? hour : undefined;
  return hour < 1 || hour > 12 ? undefined : (hour % 12) + (meridiem === 'p' ? 12 : 0);
}

const SPAN = /^(.+?)\s*(?:[-\u2010-\u2015~]|to)\s*(.+)$/i;
/** Midnight at the end of a day. */
const END_OF_DAY = /^24(?:[:.h](?:00)?)?$/i;

/**
 * Reads quiet hours: `22:00-07:00`, `22-7`, `10pm-7am`, `off`.
 *
 * @returns `empty` if they start and end at the same time, `unknown` if it isn't a span of hours
 */
export function parseQuietHours(typed: string): QuietHours | 'off' | 'empty' | 'unknown' {
  const text = typed.trim();
  if (/^(?:off|none|no)$/i.test(text)) return 'off';
  const [from, to] = (SPAN.exec(text) ?? ['', '', '']).slice(1).map(parseSpanEnd);
  if (from === undefined || to === undefined) return 'unknown';
  return from === to ? 'empty' : { from, to };
}

function parseSpanEnd(typed: string): string | undefined {
  return END_OF_DAY.test(typed) ? '00:00' : parseTimeOfDay(typed);
}

/** Whether a clock that shows `time` (`HH:MM`) shows one of the quiet hours. */
export function isQuietTime(time: string, { from, to }: QuietHours): boolean {
  return from <= to ? from <= time && time < to : from <= time || time < to;
}
