/**
 * Preloaded into the bot (`node --import`), which doesn't know about it: shifts the bot's clock, so
 * that a person can try tomorrow today. The offset first comes from the environment, then with each
 * message `{ clockOffsetMs }` from the parent process.
 *
 * Dates are shifted (`Date.now()`, `new Date()`); `performance` and intervals are not. When the
 * clock jumps, timers that wait for a point in time are rescheduled, so that a scheduler sees its
 * hour come at once. Those that wait for a duration, such as a request's timeout, keep running.
 */
export {};

/** Timers at least this long are taken to wait for a point in time. */
const LONG_MS = 20_000;
const MINUTE_MS = 60_000;
/** How much time may pass between reading the clock and setting a timer for a full minute. */
const SLACK_MS = 5;

const RealDate = Date;
const realNow = Date.now.bind(Date);
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
const realClearInterval = globalThis.clearInterval;

let offsetMs = Number(process.env['PLAYGROUND_CLOCK_OFFSET_MS'] ?? 0);
const now = () => realNow() + offsetMs;

RealDate.now = now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as object,
  apply: () => new RealDate(now()).toString(),
});

/** A timer that can be rescheduled. To its owner it looks like one of Node's. */
class ClockTimer {
  #real: NodeJS.Timeout;
  #dueAt: number;
  readonly #delayMs: number;
  readonly #ring: () => void;

  constructor(callback: () => void, delayMs: number) {
    this.#delayMs = delayMs;
    this.#dueAt = now() + delayMs;
    this.#ring = () => {
      pending.delete(this);
      callback();
    };
    this.#real = realSetTimeout(this.#ring, delayMs);
    pending.add(this);
  }

  #arm(delayMs: number): void {
    const isReferenced = this.#real.hasRef();
    realClearTimeout(this.#real);
    this.#real = realSetTimeout(this.#ring, delayMs);
    if (!isReferenced) this.#real.unref();
    pending.add(this);
  }

  jumped(): void {
    this.#arm(Math.max(1, this.#dueAt - now()));
  }

  clear(): void {
    pending.delete(this);
    realClearTimeout(this.#real);
  }

  close(): this {
    this.clear();
    return this;
  }

  ref(): this {
    this.#real.ref();
    return this;
  }

  unref(): this {
    this.#real.unref();
    return this;
  }

  hasRef(): boolean {
    return this.#real.hasRef();
  }

  refresh(): this {
    this.#dueAt = now() + this.#delayMs;
    this.#arm(this.#delayMs);
    return this;
  }

  [Symbol.toPrimitive](): number {
    const id = Number(this.#real);
    byId.set(id, new WeakRef(this));
    return id;
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

const pending = new Set<ClockTimer>();
/** For code that keeps a timer's number instead of the timer. */
const byId = new Map<number, WeakRef<ClockTimer>>();

/** Whether a timer waits for a point in time: it's long, or ends on a full minute of the clock. */
function waitsForMoment(delayMs: number): boolean {
  const beyondMinute = (now() + delayMs) % MINUTE_MS;
  return (
    delayMs >= LONG_MS ||
    (delayMs > 0 && (beyondMinute <= SLACK_MS || beyondMinute >= MINUTE_MS - SLACK_MS))
  );
}

const setShiftedTimeout = (
  callback: (...given: unknown[]) => void,
  delayMs = 0,
  ...given: unknown[]
): unknown =>
  waitsForMoment(delayMs) && typeof callback === 'function'
    ? new ClockTimer(() => callback(...given), delayMs)
    : realSetTimeout(callback, delayMs, ...given);

const clear =
  (real: (timer: NodeJS.Timeout | undefined) => void) =>
  (timer?: unknown): void => {
    const own =
      timer instanceof ClockTimer
        ? timer
        : typeof timer === 'number' || typeof timer === 'string'
          ? byId.get(Number(timer))?.deref()
          : undefined;
    if (own === undefined) real(timer as NodeJS.Timeout | undefined);
    else own.clear();
  };

Object.assign(globalThis, {
  // `util.promisify(setTimeout)` must still find the promise version.
  setTimeout: Object.assign(setShiftedTimeout, realSetTimeout),
  clearTimeout: clear(realClearTimeout),
  clearInterval: clear(realClearInterval),
});

process.on('message', (message) => {
  const { clockOffsetMs } = (message ?? {}) as { clockOffsetMs?: unknown };
  if (typeof clockOffsetMs !== 'number') return;
  offsetMs = clockOffsetMs;
  for (const timer of [...pending]) timer.jumped();
});
// The IPC channel alone must not keep the bot alive.
process.channel?.unref();
