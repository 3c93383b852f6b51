/** Times as Discord writes them, in the reader's own zone and language. */

const DAY = 86_400_000;

type Styles = Record<string, Intl.DateTimeFormatOptions>;

const styles: Styles = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { day: '2-digit', month: '2-digit', year: 'numeric' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { day: '2-digit', month: '2-digit', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  S: {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  },
};

/** `<t:seconds:style>` as text; an unknown style is taken as `f`. */
export function timestampText(
  seconds: number,
  style: string,
  now: Date,
  locale?: string,
  timeZone?: string,
): string {
  const date = new Date(seconds * 1000);
  if (style === 'R') return relative(date.getTime() - now.getTime());
  return new Intl.DateTimeFormat(locale, { ...(styles[style] ?? styles['f']), timeZone }).format(
    date,
  );
}

const units: [name: string, one: string, milliseconds: number, below: number][] = [
  ['second', 'a second', 1000, 60],
  ['minute', 'a minute', 60_000, 60],
  ['hour', 'an hour', 3_600_000, 22],
  ['day', 'a day', DAY, 26],
  ['month', 'a month', 30.44 * DAY, 11],
  ['year', 'a year', 365.25 * DAY, Infinity],
];

/** A distance from now in words, "in 3 hours"; negative values are in the past, "a day ago". */
function relative(milliseconds: number): string {
  const distance = Math.abs(milliseconds);
  for (const [name, one, length, below] of units) {
    const count = Math.max(name === 'second' ? 0 : 1, Math.round(distance / length));
    if (count >= below) continue;
    const words = count === 1 ? one : `${count} ${name}s`;
    return milliseconds > 0 ? `in ${words}` : `${words} ago`;
  }
  return '';
}

/** When a message was sent: "Today at 9:03 AM", "Yesterday at ...", "05/05/2021, 9:03 AM". */
export function messageTime(date: Date, now: Date, locale?: string): string {
  const time = date.toLocaleTimeString(locale, { timeStyle: 'short' });
  if (date.toDateString() === now.toDateString()) return `Today at ${time}`;
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) return `Yesterday at ${time}`;
  return new Intl.DateTimeFormat(locale, styles['s']).format(date);
}

/** Only the time of day, for a message that follows another by the same author. */
export function clockTime(date: Date, locale?: string): string {
  return date.toLocaleTimeString(locale, { timeStyle: 'short' });
}

/** The heading above a day's messages. */
export function dayText(date: Date, locale?: string): string {
  return date.toLocaleDateString(locale, { dateStyle: 'long' });
}
