/** The times the clock can be moved to, and how far away they are. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Each gives a time to move to from `time`; both are Unix milliseconds. */
export const moments = {
  'Next minute': (time: number) => (Math.floor(time / MINUTE) + 1) * MINUTE,
  'In 1 hour': (time: number) => Math.ceil((time + HOUR) / MINUTE) * MINUTE,
  // Never past one: a digest that's due at nine is too old a day later.
  'Next 09:00': (time: number) => {
    const morning = new Date(time);
    if (morning.setHours(9, 0, 0, 0) <= time) morning.setDate(morning.getDate() + 1);
    return morning.setHours(9, 0, 0, 0);
  },
} as const;

/** A duration in its one or two largest units: "1 day 4 h", "59 min". */
export function spanText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    days > 0 ? `${days} day${days === 1 ? '' : 's'}` : '',
    hours > 0 ? `${hours} h` : '',
    days === 0 && minutes % 60 > 0 ? `${minutes % 60} min` : '',
  ].filter(Boolean);
  return parts.join(' ') || `${Math.max(1, Math.round(milliseconds / 1000))} s`;
}
