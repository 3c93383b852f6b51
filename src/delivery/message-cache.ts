import { createHash } from 'node:crypto';
import { withoutCodeLink } from '../digest/code-link.ts';
import { inCategory, matchCategory } from '../digest/categories.ts';
import type { Day, Digest, Paper } from '../digest/types.ts';
import { type CommandId, mentionCommands } from '../messages/command-mentions.ts';
import { digestMessage, shortDigestMessage } from '../messages/digest-message.ts';
import { DEFAULT_STYLE, DEFAULT_SUMMARY, type Look } from '../messages/digest-styles.ts';
import type { Message } from '../messages/message.ts';
import type { DeliveryRecord } from '../store/deliveries.ts';
import type { Subscription } from '../store/subscriptions.ts';

/** How many different messages of one digest are kept. */
const MAX_KEPT = 500;

/** What a message depends on besides the digest. */
type Settings = Pick<Subscription, 'top' | 'categories' | 'role' | 'silent' | 'style' | 'summary'>;

interface Form {
  /** The days it mentions as missed. */
  missedDays?: readonly Day[];
  isShort?: boolean;
  isUpdated?: boolean;
}

export interface MessageCache {
  /** The digest's message for a subscription; undefined if the digest has nothing for it. */
  get(digest: Digest, settings: Settings, form?: Form): Message | undefined;
}

/**
 * Builds messages. Channels with the same settings share one object, so that whatever is derived
 * from it is derived once and not a hundred thousand times.
 */
export function createMessageCache(commandId: CommandId): MessageCache {
  const built = new WeakMap<Digest, Map<string, Message>>();
  const build = (...args: Parameters<typeof buildMessage>): Message => {
    const message = buildMessage(...args);
    return { ...message, content: mentionCommands(message.content ?? '', commandId) };
  };

  return {
    get(digest, settings, form = {}) {
      const papers = selectPapers(digest, settings);
      if (papers.length === 0) return undefined;
      const { missedDays = [], isShort = false, isUpdated = false } = form;
      if (missedDays.length > 0) return build(digest, papers, settings, form);

      let kept = built.get(digest);
      if (!kept) built.set(digest, (kept = new Map<string, Message>()));
      const ranks = papers.map(({ rank }) => rank).join(',');
      const { style, summary } = lookOf(settings);
      const { role, silent, categories } = settings;
      const isFiltered = categories.length > 0;
      const key = [ranks, isFiltered, role, silent, style, summary, isShort, isUpdated].join('|');
      let message = kept.get(key);
      if (!message) {
        if (kept.size >= MAX_KEPT) kept.clear();
        kept.set(key, (message = build(digest, papers, settings, form)));
      }
      return message;
    },
  };
}

function buildMessage(
  digest: Digest,
  papers: readonly Paper[],
  settings: Settings,
  { missedDays = [], isShort = false, isUpdated = false }: Form,
): Message {
  const { role, silent, categories } = settings;
  // Nothing is known of their categories.
  const risen = categories.length === 0 ? digest.risen : undefined;
  return {
    ...(isShort
      ? shortDigestMessage(digest, papers, { missedDays })
      : digestMessage(digest, papers, { missedDays, isUpdated, risen, ...lookOf(settings) })),
    ...(role === undefined ? {} : { role }),
    ...(silent === true ? { isSilent: true } : {}),
  };
}

/** How a subscription's digests look from now on. */
export const lookOf = ({
  style = DEFAULT_STYLE,
  summary = DEFAULT_SUMMARY,
}: Pick<Subscription, 'style' | 'summary'>): Look => ({ style, summary });

/** How a posted message looks. Before there were styles, all were `full`. */
export const postedLookOf = ({
  style = 'full',
  summary = DEFAULT_SUMMARY,
}: Pick<DeliveryRecord, 'style' | 'summary'>): Look => ({ style, summary });

/**
 * The papers of a digest that a subscription wants, in the digest's order.
 *
 * @param settings.categories categories or whole archives, any of which will do; empty means all
 */
export function selectPapers(
  digest: Digest,
  settings: { top: number; categories: readonly string[] },
): Paper[] {
  const matches = settings.categories.flatMap((typed) => matchCategory(typed) ?? []);
  const papers =
    settings.categories.length === 0
      ? digest.papers
      : digest.papers.filter((paper) =>
          matches.some((category) => inCategory(paper.categories, category)),
        );
  return papers.slice(0, settings.top);
}

/** Needed with every message; a digest never changes after it was read. */
const editions = new WeakMap<Digest, string>();

/**
 * A short hash of a digest's contents; it changes with the counts, the papers and their order. File
 * name and title don't count, since no message shows them. It outlives upgrades: a file without
 * optional values has the hash that version 0.1.0 gave it.
 */
export function editionOf(digest: Digest): string {
  let edition = editions.get(digest);
  if (edition === undefined) {
    // Without what is derived from the abstracts, so that learning to derive more edits no messages.
    const papers = JSON.stringify(digest.papers.map(withoutCodeLink));
    const contents = digest.risen ? papers + JSON.stringify(digest.risen) : papers;
    edition = createHash('sha256').update(contents).digest('base64url').slice(0, 12);
    editions.set(digest, edition);
  }
  return edition;
}
