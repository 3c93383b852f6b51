import { finish, lastLine, STOP_WITHIN_MS, stop, until } from './finish.ts';
import type { Ran, Stage } from './trial.ts';

const WITHIN_MS = 60_000;

/**
 * Told to end in the middle: what is under way is finished, the process ends with code 0 in time, and
 * the next one does the rest.
 *
 * @param isStuck the last posts get no answer, whether they took effect or not
 */
export const runEnd =
  (isStuck: boolean) =>
  async ({ scene, random, launch }: Stage): Promise<Ran> => {
    const { wire } = scene;
    const subject = launch();
    const wanted = random.int(1, Math.floor(scene.channels.length * 0.8));
    if (isStuck) {
      wire.onPost(({ n }) =>
        n >= wanted ? { answer: 'hang', commit: random.chance(0.5) } : undefined,
      );
    }
    await until(() => wire.posts >= wanted || !subject.isRunning(), WITHIN_MS);
    const toldAt = performance.now();
    const ending = await stop(subject);
    const ms = performance.now() - toldAt;
    const how = `ended with ${ending} after ${(ms / 1000).toFixed(1)} s`;
    const isFine = ending === 0 && ms < STOP_WITHIN_MS;
    wire.calm();
    await wire.landed();
    const notes = [how, ...(await finish(scene, launch))];
    return { notes, problems: isFine ? [] : [`${how}: ${lastLine(subject)}`] };
  };
