import type { Day } from '../digest/types.ts';

/** The nth Monday (1) to Sunday (7) of a month (1 to 12); arXiv's holidays that move. */
const MOVING: readonly { month: number; weekday: number; nth: number }[] = [
  // Martin Luther King, Labor Day, Thanksgiving.
  { month: 1, weekday: 1, nth: 3 },
  { month: 9, weekday: 1, nth: 1 },
  { month: 11, weekday: 4, nth: 4 },
];
const FIXED = ['01-01', '06-19', '12-25', '12-31'];

/**
 * Whether arXiv, being American, announces nothing on this day as on every such one. Its own list
 * for a year has a few days more; nobody relies on this but a sentence.
 *
 * @see https://info.arxiv.org/help/availability.html
 */
export function isHoliday(day: Day): boolean {
  const date = Temporal.PlainDate.from(day);
  if (FIXED.includes(day.slice(5)) || isIndependenceDay(date)) return true;
  const nth = Math.ceil(date.day / 7);
  return MOVING.some(
    (holiday) =>
      holiday.month === date.month && holiday.weekday === date.dayOfWeek && holiday.nth === nth,
  );
}

/** The Fourth of July, or the weekday beside it when it falls on a weekend. */
function isIndependenceDay({ month, day, dayOfWeek }: Temporal.PlainDate): boolean {
  if (month !== 7) return false;
  return day === 4 || (day === 3 && dayOfWeek === 5) || (day === 5 && dayOfWeek === 1);
}
