import type { Day } from '../digest/types.ts';
import { buildDigest } from './build.ts';
import { OperatorError } from '../operator-error.ts';
import { type Failed, isSameOutcome, sentenceOf } from './outcome.ts';
import { type BuildParts, hasSources } from './dependencies.ts';
import { removeAbandoned } from './publish.ts';
import { refreshDigest, WHY_LEFT } from './refresh.ts';
import {
  type BuilderState,
  type DayRecord,
  dueBuilds,
  dueRefreshes,
  takenUp,
  withOutcome,
  withRefresh,
} from './schedule.ts';
import { type DayStatus, statusOf } from './status.ts';

/** The one key under which the builder keeps its state. */
const KEY = 'state';

/** Where the builder keeps what must outlive the process; a Keyv is one. Values are plain data. */
export interface StateStore {
  get(key: string): Promise<BuilderState | undefined>;
  set(key: string, value: BuilderState): Promise<unknown>;
}

export interface BuilderOptions extends BuildParts {
  state: StateStore;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

/** Makes each day's digest when its time has come. */
export interface Builder {
  /**
   * Makes what is due, one digest at a time; called anew, it is the same round as long as that
   * lasts. Never rejects. To be called once a minute.
   */
  tick(): Promise<void>;
  /** How it stands with the days of the last month, the newest first; none before the first round. */
  outcomes(): DayStatus[];
  /** Ends what is under way within a moment; nothing of it is left behind. */
  stop(): Promise<void>;
}

/** What the builder does, and can fail at for reasons of its own. */
type Task = 'build' | 'refresh' | 'store';

export function createBuilder(options: BuilderOptions): Builder {
  const { directory, sources, state: store, now, log } = options;
  const ending = new AbortController();
  let state: BuilderState | undefined;
  let round: Promise<void> | undefined;
  /** What went wrong last at each task, so that it is not said each hour. */
  const troubles = new Map<Task, string>();

  async function runRound(): Promise<void> {
    if (!hasSources(sources)) return;
    // Before each round: a clock may be put right while this runs.
    let current = (state = takenUp(state ?? (await begin()), now()));
    for (const day of dueBuilds(current, now())) {
      // What came of the one before may show that nobody is to be asked for a while.
      if (dueBuilds(current, now()).includes(day)) current = await build(current, day);
    }
    for (const day of dueRefreshes(current, now())) current = await refresh(current, day);
  }

  async function begin(): Promise<BuilderState | undefined> {
    const begun = await store.get(KEY);
    await removeAbandoned(directory, now()).catch((error: unknown) => {
      if (!(error instanceof OperatorError)) throw error;
      log.warn({}, error.message);
    });
    return begun;
  }

  async function build(before: BuilderState, day: Day): Promise<BuilderState> {
    const startedAt = now();
    const outcome = await unlessMistaken('build', day, () =>
      buildDigest(day, options, { signal: ending.signal }),
    );
    const after = withOutcome(before, day, outcome, startedAt);
    reportBuild(day, before.days[day], after.days[day]);
    return keep(after);
  }

  async function refresh(before: BuilderState, day: Day): Promise<BuilderState> {
    const startedAt = now();
    const result = await unlessMistaken('refresh', day, () =>
      refreshDigest(day, options, ending.signal),
    );
    if (result.kind === 'refreshed') {
      log.info({ day }, `updated the counts of ${count(result.papers)} in ${result.file}`);
      troubles.delete('refresh');
    } else if (result.kind === 'left') {
      log.info({ day }, `the digest for ${day} keeps its counts: ${WHY_LEFT[result.why]}`);
    } else {
      warnOnce('refresh', day, result.message);
    }
    return keep(withRefresh(before, day, result, startedAt));
  }

  /** In memory first: what was done must not be done again because it cannot be stored. */
  async function keep(after: BuilderState): Promise<BuilderState> {
    state = after;
    await store.set(KEY, after);
    return after;
  }

  /** A mistake of Paperboy's own must not end it: it concerns one day, and is tried again. */
  async function unlessMistaken<T>(
    task: Task,
    day: Day,
    work: () => Promise<T>,
  ): Promise<T | Failed> {
    try {
      return await work();
    } catch (error) {
      ending.signal.throwIfAborted();
      const message = 'an unexpected error occurred';
      if (isNews(task, message)) log.error({ err: error, day }, message);
      return { kind: 'failed', failure: 'unexpected', message };
    }
  }

  function reportBuild(
    day: Day,
    before: DayRecord | undefined,
    after: DayRecord | undefined,
  ): void {
    if (!after) return;
    const { outcome, next } = after;
    const isSettled = next === undefined;
    const sentence = sentenceOf(day, outcome, isSettled);
    const isKnown =
      before !== undefined &&
      isSameOutcome(before.outcome, outcome) &&
      (outcome.kind !== 'nothing' || isSettled === (before.next === undefined));
    const remarks = 'remarks' in outcome ? { remarks: outcome.remarks } : {};
    if (outcome.kind !== 'failed') {
      troubles.delete('build');
      if (!isKnown) log.info({ day, ...remarks }, `${sentence}${again(next)}`);
    } else if (isSettled) {
      log.warn({ day }, `${sentence}; giving up on this day`);
    } else {
      warnOnce('build', day, outcome.message, next);
    }
  }

  function warnOnce(task: Task, day: Day, message: string, next?: number): void {
    if (isNews(task, message)) log.warn({ day }, `${message}${again(next)}`);
  }

  function isNews(task: Task, message: string): boolean {
    const isNew = troubles.get(task) !== message;
    troubles.set(task, message);
    return isNew;
  }

  return {
    tick() {
      if (ending.signal.aborted) return Promise.resolve();
      round ??= runRound()
        .catch((error: unknown) => {
          const message = "couldn't save what became of the digests";
          if (!ending.signal.aborted && isNews('store', message))
            log.error({ err: error }, message);
        })
        .finally(() => {
          round = undefined;
        });
      return round;
    },
    outcomes: () => (state ? statusOf(state, sources, now()) : []),
    async stop() {
      ending.abort();
      await round;
    },
  };
}

function again(next: number | undefined): string {
  if (next === undefined) return '';
  return `; next try at ${new Date(next).toISOString().slice(11, 16)} UTC`;
}

function count(papers: number): string {
  return `${papers} ${papers === 1 ? 'paper' : 'papers'}`;
}
