import { setTimeout as sleep } from 'node:timers/promises';
import manifest from '../package.json' with { type: 'json' };
import type { BuildParts, Sources } from './builder/dependencies.ts';
import type { SourceSettings } from './config/config.ts';
import { createArxiv } from './sources/arxiv.ts';
import type { Turns } from './sources/throttle.ts';
import { digestFolder } from './sources/follow-address.ts';
import { createFollowed } from './sources/followed.ts';
import { createHackerNews } from './sources/hackernews.ts';
import { createHuggingFace } from './sources/huggingface.ts';
import type { Net } from './sources/dependencies.ts';
import { userAgentOf } from './sources/user-agent.ts';

interface Where {
  /** The folder of digests. */
  directory: string;
  /** Those of other processes that ask arXiv. */
  arxivTurns?: Turns | undefined;
  /** Unix milliseconds. */
  now?: () => number;
}

/** What digests are made with, by the settings. Nobody is asked yet. */
export function buildPartsOf(
  settings: SourceSettings,
  { directory, arxivTurns, now = Date.now }: Where,
): BuildParts {
  const { top, minUpvotes } = settings;
  return {
    sources: sourcesOf(settings, arxivTurns, now),
    directory,
    cut: { top, minUpvotes },
    generator: `paperboy@${manifest.version}`,
    now,
  };
}

/** Everybody whom the settings name, ready to be asked. */
function sourcesOf(settings: SourceSettings, turns: Turns | undefined, now: () => number): Sources {
  const { ids, follow, huggingfaceApi, arxivApi, hackernewsApi, contact } = settings;
  const net: Net = {
    fetch,
    now,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
    userAgent: userAgentOf(contact),
  };
  const folder = follow === undefined ? undefined : digestFolder(follow);
  return {
    ...(folder && { digests: createFollowed({ folder, net }) }),
    ...(ids.includes('huggingface') && {
      candidates: createHuggingFace({ api: huggingfaceApi, net }),
    }),
    ...(ids.includes('arxiv') && { records: createArxiv({ api: arxivApi, net, turns }) }),
    counts: ids.includes('hackernews') ? [createHackerNews({ api: hackernewsApi, net })] : [],
  };
}
