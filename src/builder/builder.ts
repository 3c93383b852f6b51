import type { Day } from '../digest/types.ts';
import { OperatorError } from '../operator-error.ts';
import { buildDigest, hasSources } from './build.ts';
import { rejectOnAbort } from './ask-sources.ts';
import type { BuildDependencies } from './dependencies.ts';
import { removeStaleDrafts } from './digest-folder.ts';
import {
  describeOutcome,
  describeRefresh,
  type Failed,
  isSameOutcome,
  type RefreshOutcome,
} from './outcome.ts';
import { refreshDigest } from './refresh.ts';
import {
  type BuilderState,
  type DayRecord,
  type DayStatus,
  dayStatuses,
  daysToLookBackAt,
  dueBackfill,
  dueBuilds,
  dueRefreshes,
  resumeState,
  usualListed,
  withOutcome,
  withRefresh,
} from './schedule.ts';

/** The only key in the builder's store. */
const KEY = 'state';

/** Where the builder's state outlives the process, such as a Keyv. Values are plain data. */
interface StateStore {
  get(key: string): Promise<BuilderState | undefined>;
  set(key: string, value: BuilderState): Promise<unknown>;
}

interface BuilderLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

interface BuilderOptions extends BuildDependencies {
  state: StateStore;
  log: BuilderLog;
}

/** Builds each day's digest when it is due. */
export interface Builder {
  /**
   * Builds what is due, one digest at a time. While a round is running, further calls wait for it.
   * Never rejects. Call it once a minute.
   */
  tick(): Promise<void>;
  /** The status of the last month's days, newest first; empty before the first round. */
  statuses(): DayStatus[];
  /** Aborts what is running, which takes only a moment and leaves nothing half done. */
  stop(): Promise<void>;
}

export function createBuilder(options: BuilderOptions): Builder {
  const { directory, sources, state: store, now, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const reporter = createReporter(log);
  let state: BuilderState | undefined;
  let round: Promise<void> | undefined;

  async function runRound(): Promise<void> {
    if (!hasSources(sources)) return;
    // Before each round, since the clock may be corrected while this runs.
    const before = resumeState(state ?? (await loadState()), now());
    let current = (state = before);
    for (const day of dueBuilds(current, now())) {
      // The build before may have shown that no source can be asked for a while.
      if (dueBuilds(current, now()).includes(day)) current = await build(current, day);
    }
    for (const day of dueRefreshes(current, now())) current = await refresh(current, day);
    // In a later round than the newest digest, which is delivered meanwhile.
    const isNewestBuilt = current === before;
    for (let day; isNewestBuilt && (day = dueBackfill(current, now())) !== undefined;) {
      if (dueBuilds(current, now()).length > 0) return;
      current = await build(current, day);
    }
  }

  async function loadState(): Promise<BuilderState | undefined> {
    const stored = await store.get(KEY);
    await removeStaleDrafts(directory, now()).catch((error: unknown) => {
      if (!(error instanceof OperatorError)) throw error;
      log.warn({}, error.message);
    });
    return stored;
  }

  async function build(before: BuilderState, day: Day): Promise<BuilderState> {
    const startedAt = now();
    const outcome = await catchUnexpected('build', day, () =>
      buildDigest(day, options, {
        signal,
        usualListed: (listed) => usualListed(before, day, { listed, ask: countListed }),
        lookBackAt: daysToLookBackAt(day, startedAt),
      }),
    );
    const after = withOutcome(before, day, outcome, startedAt);
    const task = day < before.since ? 'backfill' : 'build';
    reporter.built(task, day, before.days[day], after.days[day]);
    return save(after);
  }

  async function countListed(day: Day): Promise<number | undefined> {
    const { candidates } = sources;
    const answer = candidates && (await rejectOnAbort(candidates.candidates(day, signal), signal));
    return answer?.status === 'ok' ? answer.value.length : undefined;
  }

  async function refresh(before: BuilderState, day: Day): Promise<BuilderState> {
    const startedAt = now();
    const outcome = await catchUnexpected('refresh', day, () =>
      refreshDigest(day, options, signal),
    );
    reporter.refreshed(day, outcome);
    return save(withRefresh(before, day, outcome, startedAt));
  }

  /** In memory first: what was done mustn't be done again just because it can't be stored. */
  async function save(after: BuilderState): Promise<BuilderState> {
    state = after;
    await store.set(KEY, after);
    return after;
  }

  /** A bug that concerns one day must not stop the builder; the day is tried again. */
  async function catchUnexpected<T>(
    task: 'build' | 'refresh',
    day: Day,
    work: () => Promise<T>,
  ): Promise<T | Failed> {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const message = 'an unexpected error occurred';
      reporter.error(task, { err: error, day }, message);
      return { kind: 'failed', failure: 'unexpected', message };
    }
  }

  return {
    tick() {
      if (signal.aborted) return Promise.resolve();
      round ??= runRound()
        .catch((error: unknown) => {
          if (signal.aborted) return;
          reporter.error('store', { err: error }, "couldn't save what became of the digests");
        })
        .finally(() => {
          round = undefined;
        });
      return round;
    },
    statuses: () => (state ? dayStatuses(state, sources, now()) : []),
    async stop() {
      stopping.abort();
      await round;
    },
  };
}

/** What the builder does that can fail for reasons of its own. */
type Task = 'build' | 'backfill' | 'refresh' | 'store';

/** Logs results. A problem that lasts is logged once, not every hour. */
function createReporter(log: BuilderLog) {
  /** The last problem of each task. */
  const problems = new Map<Task, string>();

  function warnOnce(task: Task, day: Day, message: string, next?: number): void {
    if (isNew(task, message)) log.warn({ day }, `${message}${nextTryAt(next)}`);
  }

  function isNew(task: Task, message: string): boolean {
    const isNewProblem = problems.get(task) !== message;
    problems.set(task, message);
    return isNewProblem;
  }

  return {
    built(
      task: 'build' | 'backfill',
      day: Day,
      before: DayRecord | undefined,
      after: DayRecord | undefined,
    ): void {
      if (!after) return;
      const { outcome, next } = after;
      // Nobody waits for those days.
      if (task === 'backfill' && outcome.kind === 'nothing') return;
      const isSettled = next === undefined;
      const sentence = describeOutcome(day, outcome, isSettled);
      const isKnown =
        before !== undefined &&
        isSameOutcome(before.outcome, outcome) &&
        (outcome.kind !== 'nothing' || isSettled === (before.next === undefined));
      const remarks = 'remarks' in outcome ? { remarks: outcome.remarks } : {};
      if (outcome.kind !== 'failed') {
        problems.delete(task);
        if (!isKnown) log.info({ day, ...remarks }, `${sentence}${nextTryAt(next)}`);
      } else if (isSettled) {
        log.warn({ day }, `${sentence}; giving up on this day`);
      } else {
        warnOnce(task, day, outcome.message, next);
      }
    },
    refreshed(day: Day, outcome: RefreshOutcome): void {
      const sentence = describeRefresh(day, outcome);
      if (outcome.kind === 'failed') {
        warnOnce('refresh', day, sentence);
      } else {
        log.info({ day }, sentence);
        if (outcome.kind === 'refreshed') problems.delete('refresh');
      }
    },
    error(task: Task, details: { err: unknown; day?: Day }, message: string): void {
      if (isNew(task, message)) log.error(details, message);
    },
  };
}

function nextTryAt(next: number | undefined): string {
  if (next === undefined) return '';
  return `; next try at ${new Date(next).toISOString().slice(11, 16)} UTC`;
}
