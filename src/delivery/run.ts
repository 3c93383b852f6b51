import type { Delivery, Job } from './job.ts';
import type { Ready } from './record-intents.ts';
import type { Reason } from './reason.ts';

/** How many intents are written at once, at most: larger writes would hold up everything else. */
const MAX_CHUNK = 250;
/** How many channels are served at a time, at most: each costs memory while it waits. */
const MAX_WORKERS = 300;

interface Parts {
  prepare: (jobs: readonly Job[]) => Promise<(Delivery | Ready)[]>;
  serve: (ready: Ready) => Promise<Delivery>;
  giveBack: (ready: Ready, reason: Reason) => Promise<Delivery>;
  /** Jobs that somebody else is busy with are left to them. */
  claim: (job: Job) => Claim | undefined;
  perSecond: number;
}

/** Nobody else works on a claimed job until it is told what became of it. */
export interface Claim {
  settle(delivery: Delivery): void;
  fail(error: unknown): void;
}

/**
 * Brings jobs to their channels in their order: for each chunk of about a second, first all intents
 * in one durable write, then the posts, at the pace of the sender. What is under way is bounded, so
 * that a hundred thousand channels cost no more memory than a hundred.
 *
 * Once `signal` is aborted nothing new is begun, and what is under way is finished.
 *
 * @param jobs is emptied as they are served: a hundred thousand of them are memory, too
 * @returns the first error that kept an outcome from being written; with one, nothing more was begun
 */
export async function runJobs(
  jobs: Job[],
  { prepare, serve, giveBack, claim, perSecond }: Parts,
  signal: AbortSignal,
  onDone: (delivery: Delivery) => void,
): Promise<{ error?: unknown }> {
  const size = Math.min(MAX_CHUNK, perSecond);
  const workers = Math.min(MAX_WORKERS, 2 * perSecond);
  let failure: { error: unknown } | undefined;
  const mayGoOn = (): boolean => failure === undefined && !signal.aborted;

  /** What may be posted, a chunk of intents at a time, as the workers ask for it. */
  async function* readyJobs(): AsyncGenerator<{ ready: Ready; held: Claim }> {
    while (jobs.length > 0 && mayGoOn()) {
      const chunk = jobs.splice(0, size).flatMap((job) => {
        const held = claim(job);
        return held ? [{ job, held }] : [];
      });
      let prepared: (Delivery | Ready)[];
      try {
        prepared = await prepare(chunk.map(({ job }) => job));
      } catch (error) {
        chunk.forEach(({ held }) => held.fail(error));
        failure = { error };
        return;
      }
      for (const [index, one] of prepared.entries()) {
        const { held } = chunk[index] as { held: Claim };
        if ('kind' in one) {
          held.settle(one);
          onDone(one);
        } else {
          yield { ready: one, held };
        }
      }
    }
  }

  async function work(queue: AsyncGenerator<{ ready: Ready; held: Claim }>): Promise<void> {
    for await (const { ready, held } of queue) {
      const serving = mayGoOn() ? serve(ready) : giveBack(ready, { code: 'shutting-down' });
      await serving.then(
        (delivery) => {
          held.settle(delivery);
          onDone(delivery);
        },
        (error: unknown) => {
          held.fail(error);
          failure ??= { error };
        },
      );
    }
  }

  const queue = readyJobs();
  await Promise.all(Array.from({ length: workers }, () => work(queue)));
  return failure ?? {};
}
