/** The playground's time on the page: the browser's, plus however far the clock was moved. */

let offset = 0;

/** Unix milliseconds. */
export const now = (): number => Date.now() + offset;

export const clockOffset = (): number => offset;

export function setClockOffset(milliseconds: number): void {
  offset = milliseconds;
}
