import type { Delivery, Job } from './job.ts';
import { makeLanes } from './lanes.ts';
import type { Ready } from './prepare.ts';
import type { Reason } from './reason.ts';

/** How many intents are written at once, at most: larger writes would hold up everything else. */
const MAX_CHUNK = 250;
/** How many channels are served at a time, at most: each costs memory while it waits. */
const MAX_LANES = 300;

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
  const lanes = makeLanes(Math.min(MAX_LANES, 2 * perSecond));
  let failure: { error: unknown } | undefined;
  const mayGoOn = (): boolean => failure === undefined && !signal.aborted;

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
      break;
    }
    for (const [index, one] of prepared.entries()) {
      const { held } = chunk[index] as { held: Claim };
      if ('kind' in one) {
        held.settle(one);
        onDone(one);
        continue;
      }
      await lanes.enter();
      const work = mayGoOn() ? serve(one) : giveBack(one, { code: 'shutting-down' });
      void work
        .then(
          (delivery) => {
            held.settle(delivery);
            onDone(delivery);
          },
          (error: unknown) => {
            held.fail(error);
            failure ??= { error };
          },
        )
        .finally(() => lanes.leave());
    }
  }
  await lanes.empty();
  return failure ?? {};
}
