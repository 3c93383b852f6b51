import { setTimeout as sleep } from 'node:timers/promises';
import manifest from '../../package.json' with { type: 'json' };
import type { Sources } from '../builder/dependencies.ts';
import type { SourceSettings } from '../config/config.ts';
import { createArxiv } from './arxiv.ts';
import { createFollowedFolder, followedFolderUrl } from './followed-folder.ts';
import { createHackerNews } from './hackernews.ts';
import type { HttpDependencies } from './http.ts';
import { createHuggingFace } from './huggingface.ts';
import type { Turns } from './throttle.ts';

interface Options {
  /** Shared with other processes that ask arXiv. */
  arxivTurns?: Turns | undefined;
  /** Unix milliseconds. */
  now?: () => number;
}

/** Creates the sources that the settings name. Nothing is requested yet. */
export function createSources(
  settings: SourceSettings,
  { arxivTurns: turns, now = Date.now }: Options = {},
): Sources {
  const { ids, follow, huggingfaceApi, arxivApi, hackernewsApi, contact } = settings;
  const dependencies: HttpDependencies = {
    fetch,
    now,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
    userAgent: userAgentFor(contact),
  };
  const folder = follow === undefined ? undefined : followedFolderUrl(follow);
  return {
    ...(folder && { digests: createFollowedFolder({ folder, dependencies }) }),
    ...(ids.includes('huggingface') && {
      candidates: createHuggingFace({ api: huggingfaceApi, dependencies }),
    }),
    ...(ids.includes('arxiv') && { records: createArxiv({ api: arxivApi, dependencies, turns }) }),
    counts: ids.includes('hackernews')
      ? [createHackerNews({ api: hackernewsApi, dependencies })]
      : [],
  };
}

/**
 * The `User-Agent` header, so that a service that throttles us knows whom to write to.
 *
 * @param contact an address of this Paperboy's operator: `https://…` or `mailto:…`
 */
export function userAgentFor(contact?: string): string {
  // Only what a header may contain, and no parenthesis that would end the comment.
  const safe = contact?.replace(/[^\x21-\x27\x2A-\x7E]/g, '') ?? '';
  const about = safe === '' ? 'a Discord bot; a few requests a day' : `+${safe}`;
  return `Paperboy/${manifest.version} (${about})`;
}
