import { UserError } from '../command.ts';
import { fitText } from '../embeds/text.ts';
import { readClock } from './time-of-day.ts';

/** Local times `HH:MM`, the first inclusive; may span midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

const SPAN = /^(.+?)\s*(?:[-\u2010-\u2015~]|to)\s*(.+)$/i;
/** Midnight at a day's end. */
const END_OF_DAY = /^24(?:[:.h](?:00)?)?$/i;

/**
 * Quiet hours as somebody typed them: `22:00-07:00`, `22-7`, `10pm-7am`, `off`.
 *
 * @returns undefined for none, which is what `off` says
 * @throws UserError
 */
export function readQuietHours(typed: string): QuietHours | undefined {
  const text = typed.trim();
  if (/^(?:off|none|no)$/i.test(text)) return undefined;
  const [from, to] = (SPAN.exec(text) ?? ['', '', '']).slice(1).map(clock);
  if (from === undefined || to === undefined) {
    throw new UserError((say) => say('quiet.unknown', { typed: fitText(typed, 40) }));
  }
  if (from === to) {
    throw new UserError((say) => say('quiet.empty'));
  }
  return { from, to };
}

function clock(typed: string): string | undefined {
  return END_OF_DAY.test(typed) ? '00:00' : readClock(typed);
}

/** Whether a local time `HH:MM` lies within quiet hours. */
export function isQuietAt(time: string, { from, to }: QuietHours): boolean {
  return from < to ? from <= time && time < to : from <= time || time < to;
}
