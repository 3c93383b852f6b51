import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults, Met } from '../../playground/server/faults/faults.ts';
import type { Exchange } from '../../playground/server/http/exchange.ts';
import type { Random } from '../random.ts';

/** A request to post a message that has just arrived and had no effect yet. */
interface Post {
  /** Its number among all posts, from 1. */
  n: number;
  channelId: string;
}

/** What happens to a request; undefined for nothing but its latency. */
type Fate = Partial<Met> | undefined;

/** How long a request may take to have an effect after its latency, in milliseconds. */
const WORK_MS = 40;
const POST = /^\/channels\/(\d+)\/messages$/;

/** The requests from the processes under test to Discord. */
export interface Traffic {
  /** How many requests have arrived. */
  readonly requests: number;
  readonly posts: number;
  /** How many posts each channel got, by its id. */
  readonly postsTo: ReadonlyMap<string, number>;
  /** How many requests got a 429. */
  readonly limited: number;
  /** The ids of the channels posted to last, newest last. */
  readonly recent: readonly string[];
  /** How many requests have no response yet. An estimate once a process was killed. */
  inFlight: () => number;
  /** How long ago the last request or response was, in milliseconds. */
  quietMs: () => number;
  /** Decides what happens to each post from now on. */
  onPost: (decide: (post: Post) => Fate) => void;
  /** The same for every request; takes precedence over `onPost`. */
  onRequest: (decide: (method: string, path: string) => Fate) => void;
  /** Calls back when a post has its response. */
  onAnswered: (callback: () => void) => void;
  /** Removes all of these callbacks. */
  reset: () => void;
  /** Resolves when all requests so far have taken effect. */
  settled: () => Promise<void>;
  /** Must be called when an exchange is over. */
  over: (exchange: Exchange) => void;
}

/**
 * Watches requests as they arrive, by taking the place of Discord's faults, and gives each a
 * latency.
 */
export const createTraffic = (
  random: Random,
  latency: { min: number; max: number },
): Traffic & { tap: (faults: Faults) => void } => {
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
    reset: () => {
      decidePost = () => undefined;
      decideRequest = () => undefined;
      answered = () => undefined;
    },
    settled: async () => {
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
