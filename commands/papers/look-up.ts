import { type Context, type Reply, UserError } from '../../src/command.ts';
import { absUrl } from '../../src/digest/arxiv-id.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import type { PaperEntry } from '../../src/messages/paper-embeds.ts';
import { missingPapersLine } from '../../src/messages/paper-parts.ts';
import { relativeTime } from '../../src/messages/timestamps.ts';
import type { Translate } from '../../src/i18n/translate.ts';
import type { LookupResult } from '../../src/sources/paper-lookup.ts';

type Services = Pick<Context, 'archive' | 'lookUp'>;

/** A paper by its id: from its newest digest, or else from arXiv. */
export type FoundPaper =
  | { kind: 'found'; entry: PaperEntry; appearances: readonly PaperEntry[]; isWithdrawn: boolean }
  | Exclude<LookupResult, { kind: 'found' }>
  /** Paperboy isn't set up to ask arXiv. */
  | { kind: 'not-asked' };

/** Finds a paper by its id, without version; asks arXiv if no digest has it. */
export async function findPaper(
  arxivId: string,
  { archive, lookUp }: Services,
): Promise<FoundPaper> {
  const appearances = archive.appearances(arxivId);
  const [entry] = appearances;
  if (entry) return { kind: 'found', entry, appearances, isWithdrawn: false };
  if (!lookUp) return { kind: 'not-asked' };
  const result = await lookUp(arxivId);
  if (result.kind !== 'found') return result;
  const { paper, isWithdrawn } = result;
  return { kind: 'found', entry: { paper }, appearances: [], isWithdrawn };
}

/**
 * The card of a paper by its id.
 *
 * @throws UserError if there is none, or arXiv can't say
 */
export async function cardById(
  arxivId: string,
  { t, ...services }: Services & Pick<Context, 't'>,
  options: { isShareable: boolean },
): Promise<Reply> {
  const found = await findPaper(arxivId, services);
  if (found.kind !== 'found') throw new UserError((t) => whyNotFound(t, arxivId, found));
  const card = paperCard(t, found.entry, found.appearances, options);
  return { message: { ...card, content: originLine(t, found) } };
}

/** Says that a paper is in no digest, and whether it was withdrawn; empty for one in a digest. */
export function originLine(
  t: Translate,
  { entry, isWithdrawn }: Extract<FoundPaper, { kind: 'found' }>,
): string {
  if (entry.day !== undefined) return '';
  return `-# ${t(isWithdrawn ? 'lookup.withdrawn' : 'lookup.from-arxiv')}`;
}

/** Why a paper can't be shown, and what to do about it. No id has a meaning in Markdown. */
export function whyNotFound(
  t: Translate,
  arxivId: string,
  found: Exclude<FoundPaper, { kind: 'found' }>,
): string {
  const link = `<${absUrl(arxivId)}>`;
  switch (found.kind) {
    case 'not-asked':
      return missingPapersLine(t, [arxivId]);
    case 'unknown':
      return t('lookup.unknown', { id: arxivId });
    case 'busy':
      return t('lookup.busy', { link });
    case 'slow':
      return t('lookup.slow', { link });
    case 'failed':
      return found.retryAt
        ? t('lookup.failed-until', { when: relativeTime(found.retryAt), link })
        : t('lookup.failed', { link });
  }
}
