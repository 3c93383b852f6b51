import { finish, lastLine, STOP_WITHIN_MS, stop, until } from './finish.ts';
import type { ScenarioResult, TrialContext } from './trial.ts';

const WITHIN_MS = 60_000;

/**
 * Stopped in the middle of a delivery: the bot must finish what it has begun and end with code 0 in
 * time; the next process does the rest.
 *
 * @param isStuck whether the last posts get no response, although some of them take effect
 */
export const runSigterm =
  (isStuck: boolean) =>
  async ({ setup, random, launch }: TrialContext): Promise<ScenarioResult> => {
    const { traffic } = setup;
    const bot = launch();
    const wanted = random.int(1, Math.floor(setup.channels.length * 0.8));
    if (isStuck) {
      traffic.onPost(({ n }) =>
        n >= wanted ? { answer: 'hang', commit: random.chance(0.5) } : undefined,
      );
    }
    await until(() => traffic.posts >= wanted || !bot.isRunning(), WITHIN_MS);
    const toldAt = performance.now();
    const ending = await stop(bot);
    const ms = performance.now() - toldAt;
    const how = `ended with ${ending} after ${(ms / 1000).toFixed(1)} s`;
    const isFine = ending === 0 && ms < STOP_WITHIN_MS;
    traffic.reset();
    await traffic.settled();
    const notes = [how, ...(await finish(setup, launch))];
    return { notes, problems: isFine ? [] : [`${how}: ${lastLine(bot)}`] };
  };
