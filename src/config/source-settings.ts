import type { SourceId } from '../sources/types.ts';

/** The names that the setting `SOURCES` takes, in the order in which they are asked. */
export const SOURCE_IDS = [
  'huggingface',
  'arxiv',
  'hackernews',
  'follow',
] as const satisfies SourceId[];

/** Where each day's digest comes from. */
export interface SourceSettings {
  /** Who is asked; nobody where it is empty. */
  ids: readonly SourceId[];
  /** The folder of digests that is followed; given when `ids` has `follow`. */
  follow?: string;
  /** Base URLs without a trailing slash. */
  huggingfaceApi: string;
  arxivApi: string;
  hackernewsApi: string;
  /** Whom the sources may write to: `https://…` or `mailto:…`. */
  contact?: string;
  /** How many papers a digest has at most. */
  top: number;
  /** How many upvotes each of them has at least. */
  minUpvotes: number;
}

/** The settings as they are read, each for itself. */
interface Given {
  SOURCES: readonly SourceId[];
  FOLLOW?: string | undefined;
  HUGGINGFACE_API: string;
  ARXIV_API: string;
  HACKERNEWS_API: string;
  CONTACT?: string | undefined;
  DIGEST_TOP: number;
  DIGEST_MIN_UPVOTES: number;
}

/** What the settings mean together: whoever names a folder to follow wants it asked. */
export function sourceSettings(given: Given): SourceSettings {
  const { SOURCES: ids } = given;
  // None means nobody, whatever stands beside it.
  const follow = ids.length > 0 ? given.FOLLOW : undefined;
  const isAdded = follow !== undefined && !ids.includes('follow');
  return {
    ids: isAdded ? [...ids, 'follow'] : ids,
    ...(follow !== undefined && { follow }),
    huggingfaceApi: given.HUGGINGFACE_API,
    arxivApi: given.ARXIV_API,
    hackernewsApi: given.HACKERNEWS_API,
    ...(given.CONTACT !== undefined && { contact: given.CONTACT }),
    top: given.DIGEST_TOP,
    minUpvotes: given.DIGEST_MIN_UPVOTES,
  };
}

/** What does not go together, each a sentence that says what is needed. */
export function sourceProblems({
  SOURCES: ids,
  FOLLOW: follow,
}: Pick<Given, 'SOURCES' | 'FOLLOW'>): string[] {
  const has = (id: SourceId): boolean => ids.includes(id);
  if (has('follow') && follow === undefined) {
    return ['FOLLOW is missing: SOURCES includes follow, which needs the URL of a folder'];
  }
  if (has('huggingface') && !has('arxiv')) {
    return ['SOURCES includes huggingface, which needs arxiv for the details of its papers'];
  }
  if (ids.length > 0 && !has('huggingface') && follow === undefined) {
    return ['SOURCES has nothing to get papers from: add huggingface or follow, or set it to none'];
  }
  return [];
}
