import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults, Met } from '../../playground/server/faults/faults.ts';
import type { Exchange } from '../../playground/server/http/exchanges.ts';
import type { Random } from '../random.ts';

/** A request to post a message, as it arrives; nothing has come of it yet. */
export interface Post {
  /** The how-many-th of all, from 1. */
  n: number;
  channelId: string;
}

/** What is to befall a request; undefined leaves it its latency. */
type Fate = Partial<Met> | undefined;

/** How long a request that has arrived may still need to take effect, beyond its latency. */
const WORK_MS = 40;
const POST = /^\/channels\/(\d+)\/messages$/;

/** What goes on between the processes under test and Discord. */
export interface Wire {
  /** Requests of any kind that arrived. */
  readonly requests: number;
  readonly posts: number;
  /** How often a message was posted to each channel. */
  readonly postsTo: ReadonlyMap<string, number>;
  /** Requests that were too many: 429. */
  readonly limited: number;
  /** The channels that were posted to last, newest last. */
  readonly recent: readonly string[];
  /** Requests without an answer. An estimate once a process was killed. */
  inFlight: () => number;
  /** For how long nothing has arrived or been answered, in milliseconds. */
  quietMs: () => number;
  /** Decides what befalls each post from now on. */
  onPost: (decide: (post: Post) => Fate) => void;
  /** Decides the same for every request, before `onPost`. */
  onRequest: (decide: (method: string, path: string) => Fate) => void;
  /** Calls back when a post has its answer. */
  onAnswered: (callback: () => void) => void;
  /** Takes all decisions back. */
  calm: () => void;
  /** Resolves when what has arrived so far has taken effect. */
  landed: () => Promise<void>;
  /** To be told of each exchange that is over. */
  over: (exchange: Exchange) => void;
}

/**
 * Watches the requests as they arrive, through the place where Discord asks for faults, and gives
 * each a latency.
 */
export const createWire = (
  random: Random,
  latency: { min: number; max: number },
): Wire & { tap: (faults: Faults) => void } => {
  const postsTo = new Map<string, number>();
  let recent: string[] = [];
  let requests = 0;
  let posts = 0;
  let over = 0;
  let limited = 0;
  let lastAt = performance.now();
  let landsAt = 0;
  let decidePost: (post: Post) => Fate = () => undefined;
  let decideRequest: (method: string, path: string) => Fate = () => undefined;
  let answered = (): void => undefined;

  const arrive = (method: string, path: string): Met => {
    requests += 1;
    lastAt = performance.now();
    let fate = decideRequest(method, path);
    const [, channelId] = (method === 'POST' && POST.exec(path)) || [];
    if (channelId !== undefined) {
      posts += 1;
      postsTo.set(channelId, (postsTo.get(channelId) ?? 0) + 1);
      recent = [...recent.slice(-9), channelId];
      fate ??= decidePost({ n: posts, channelId });
    }
    const met: Met = { delayMs: random.int(latency.min, latency.max), commit: false, ...fate };
    landsAt = Math.max(landsAt, lastAt + (met.delayMs ?? 0) + WORK_MS);
    return met;
  };

  return {
    tap: (faults) => {
      faults.take = arrive;
    },
    get requests() {
      return requests;
    },
    get posts() {
      return posts;
    },
    postsTo,
    get limited() {
      return limited;
    },
    get recent() {
      return recent;
    },
    inFlight: () => Math.max(0, requests - over),
    quietMs: () => performance.now() - lastAt,
    onPost: (decide) => {
      decidePost = decide;
    },
    onRequest: (decide) => {
      decideRequest = decide;
    },
    onAnswered: (callback) => {
      answered = callback;
    },
    calm: () => {
      decidePost = () => undefined;
      decideRequest = () => undefined;
      answered = () => undefined;
    },
    landed: async () => {
      await sleep(Math.max(0, landsAt - performance.now()));
    },
    over: ({ method, path, status }) => {
      over += 1;
      if (status === 429) limited += 1;
      lastAt = performance.now();
      if (method === 'POST' && POST.test(path)) answered();
    },
  };
};
