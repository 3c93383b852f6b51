import { badGateway } from '../../playground/server/faults/answers.ts';
import type { FaultAnswer } from '../../playground/server/faults/faults.ts';
import { finish, untilDelivered } from './finish.ts';
import type { Ran, Stage } from './trial.ts';

/** What can happen to a post, before or after the message was created. */
export const breakages = {
  hang: ['hang', 'hang'],
  RST: ['drop-before', 'drop-after'],
  FIN: ['fin-before', 'fin-after'],
  502: [badGateway, badGateway],
  // Half an answer is one to a message that was created.
  truncated: ['truncate', 'truncate'],
} satisfies Record<string, [FaultAnswer, FaultAnswer]>;

const SHARE = 0.1;

/** A tenth of all posts, repeated ones included, break in the given way; nobody is killed. */
export const runBreakage =
  ([before, after]: [FaultAnswer, FaultAnswer]) =>
  async ({ scene, random, launch }: Stage): Promise<Ran> => {
    let broken = 0;
    scene.wire.onPost(() => {
      if (!random.chance(SHARE)) return undefined;
      broken += 1;
      const commit = random.chance(0.5);
      const answer = commit ? after : before;
      return { answer, commit: commit || answer === 'truncate' };
    });
    const running = launch();
    const waited = await untilDelivered(scene, () => !running.isRunning());
    // What is still unsure is settled by its nonce, or by a look back.
    const laterMs = random.pick([0, 600_000]);
    const notes = await finish(scene, launch, { laterMs, running });
    return { notes: [`${broken} broken`, ...waited, ...notes] };
  };
