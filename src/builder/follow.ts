import { withProvenance } from '../digest/front-matter.ts';
import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import type { DigestSource } from '../sources/types.ts';
import { failedOf, nothingOf, provenanceLine } from './to-outcome.ts';
import type { Made } from './made.ts';
import type { Failed, Nothing } from './outcome.ts';
import { fileNameOf } from './publish.ts';
import { unlessAborted } from './catch-unexpected.ts';

/**
 * Takes a day's digest as somebody else published it: its text stays as it is, but for the lines of
 * the front matter that say where it comes from.
 */
export async function takePublished(
  day: Day,
  source: DigestSource,
  generator: string,
  signal: AbortSignal,
): Promise<Made | Nothing | Failed> {
  const answer = await unlessAborted(source.digest(day, signal), signal);
  if (answer.status === 'failed') return failedOf(answer);
  if (answer.status === 'empty') return nothingOf(day, answer, source.id);

  const { value, observedAt, remarks } = answer;
  const said = ['ok', ...addressOf(value.from)].join(' ');
  const sources = [provenanceLine(source.id, observedAt, said)];
  const text = withProvenance(value.text, { generator, sources });
  const digest = text === undefined ? undefined : parseDigest(text, fileNameOf(day)).digest;
  if (text === undefined || digest?.day !== day) {
    const message = "The source of the followed digest can't be added to its front matter";
    return { kind: 'failed', failure: 'parse', message };
  }
  return { kind: 'made', from: 'followed', text, papers: digest.papers.length, remarks };
}

/** A digest is there to be published again: what opens the address does not go with it. */
function addressOf(from: string): string[] {
  const url = URL.parse(from);
  return url ? [`${url.origin}${url.pathname}`] : [];
}
