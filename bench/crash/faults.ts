import { badGateway } from '../../playground/server/faults/answers.ts';
import type { FaultAnswer } from '../../playground/server/faults/faults.ts';
import { finish, untilDelivered } from './finish.ts';
import type { ScenarioResult, TrialContext } from './trial.ts';

/** What can happen to a post, before or after its message was created. */
export const breakages = {
  hang: ['hang', 'hang'],
  RST: ['drop-before', 'drop-after'],
  FIN: ['fin-before', 'fin-after'],
  502: [badGateway, badGateway],
  // There's only half a response if a message was created.
  truncated: ['truncate', 'truncate'],
} satisfies Record<string, [FaultAnswer, FaultAnswer]>;

const SHARE = 0.1;

/** A tenth of all posts, including retries, fail in the given way; nothing is killed. */
export const runBreakage =
  ([before, after]: [FaultAnswer, FaultAnswer]) =>
  async ({ setup, random, launch }: TrialContext): Promise<ScenarioResult> => {
    let broken = 0;
    setup.traffic.onPost(() => {
      if (!random.chance(SHARE)) return undefined;
      broken += 1;
      const commit = random.chance(0.5);
      const answer = commit ? after : before;
      return { answer, commit: commit || answer === 'truncate' };
    });
    const running = launch();
    const waited = await untilDelivered(setup, () => !running.isRunning());
    // Unconfirmed posts are resolved by their nonce, or by reading the channel's history.
    const laterMs = random.pick([0, 600_000]);
    const notes = await finish(setup, launch, { laterMs, running });
    return { notes: [`${broken} broken`, ...waited, ...notes] };
  };
