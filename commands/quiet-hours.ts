import { UserError } from '../src/command.ts';
import { fitText } from '../src/embeds/text.ts';

/** Local times `HH:MM`, the first inclusive; may span midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

const HOUR = '([01]?\\d|2[0-4])(?:[:.h]([0-5]\\d)?)?';
const SPAN = new RegExp(`^${HOUR}\\s*(?:[-\\u2010-\\u2015~]|to)\\s*${HOUR}$`, 'i');

/**
 * Quiet hours as somebody typed them: `22:00-07:00`, `22-7`, `off`.
 *
 * @returns undefined for none, which is what `off` says
 * @throws UserError
 */
export function readQuietHours(typed: string): QuietHours | undefined {
  const text = typed.trim();
  if (/^(?:off|none|no)$/i.test(text)) return undefined;
  const match = SPAN.exec(text);
  const from = clock(match?.[1], match?.[2]);
  const to = clock(match?.[3], match?.[4]);
  if (from === undefined || to === undefined) {
    throw new UserError((say) => say('quiet.unknown', { typed: fitText(typed, 40) }));
  }
  if (from === to) {
    throw new UserError((say) => say('quiet.empty'));
  }
  return { from, to };
}

/** `22` and nothing as `22:00`; midnight at a day's end is `00:00`. */
function clock(hour: string | undefined, minute = '00'): string | undefined {
  if (hour === undefined || (hour === '24' && minute !== '00')) return undefined;
  return `${hour === '24' ? '00' : hour.padStart(2, '0')}:${minute}`;
}

/** Whether a local time `HH:MM` lies within quiet hours. */
export function isQuietAt(time: string, { from, to }: QuietHours): boolean {
  return from < to ? from <= time && time < to : from <= time || time < to;
}
