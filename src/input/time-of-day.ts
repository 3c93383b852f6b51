const HALF = '(?: ?([ap])\\.? ?m\\.?)?';
/** `9:30`, `9.30`, `9h30`, `9`, and the same with `am` or `pm`. */
const PARTED = new RegExp(`^(\\d{1,2})(?:[:.h]([0-5]\\d)?)?${HALF}$`);
/** `0930`, `930 pm`. */
const JOINED = new RegExp(`^(\\d{1,2})([0-5]\\d)${HALF}$`);

/**
 * A time of day as somebody typed it: `9:30`, `18.30`, `1830`, `7`, `6pm`, `6:30 pm`.
 *
 * @returns `HH:MM` on a 24-hour clock; undefined for what is no time
 */
export function readClock(typed: string): string | undefined {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  const [, hours, minutes = '00', half] = PARTED.exec(text) ?? JOINED.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const hour = hourOf(Number(hours), half);
  return hour === undefined ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`;
}

/** @param half `a` or `p` where it was said; 12 am is midnight */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  return hour < 1 || hour > 12 ? undefined : (hour % 12) + (half === 'p' ? 12 : 0);
}
