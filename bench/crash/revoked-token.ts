import { unauthorized } from '../../playground/server/faults/answers.ts';
import { finish, lastLine, until } from './finish.ts';
import type { ScenarioResult, TrialContext } from './trial.ts';

const WITHIN_MS = 240_000;
const END_WITHIN_MS = 30_000;
const MOST_AFTER_REVOKE = 50;

/**
 * The token is revoked in the middle of a delivery: the bot must end soon, with one sentence and
 * code 1, and finish the delivery when started with the new token.
 *
 * @param isQuiet whether only requests are refused and the gateway stays open
 */
export const runRevoke =
  (isQuiet: boolean) =>
  async ({ setup, launch }: TrialContext): Promise<ScenarioResult> => {
    const { traffic, discord } = setup;
    const third = Math.floor(setup.channels.length / 3);
    let before = 0;
    let isRevoked = false;
    traffic.onPost(({ n }) => {
      if (n !== third) return undefined;
      before = traffic.requests;
      setup.note('the token is revoked');
      isRevoked = true;
      if (!isQuiet) discord.resetToken();
      return isQuiet ? { answer: unauthorized } : undefined;
    });
    traffic.onRequest(() => (isRevoked && isQuiet ? { answer: unauthorized } : undefined));
    const bot = launch();
    await until(() => isRevoked || !bot.isRunning(), WITHIN_MS);
    const revokedAt = performance.now();
    await until(() => !bot.isRunning(), END_WITHIN_MS);
    const seconds = ((performance.now() - revokedAt) / 1000).toFixed(1);
    const hasEnded = !bot.isRunning();
    bot.signal('SIGKILL');
    const ending = await bot.ended;
    const after = traffic.requests - before;
    const sentence = lastLine(bot);
    const notes = [
      `${after} requests after the revoke`,
      `ended with ${ending} after ${seconds} s: ${sentence}`,
    ];
    const problems = [
      ...(after > MOST_AFTER_REVOKE ? [`${after} requests after the revoke`] : []),
      ...(!hasEnded ? ["it didn't end"] : []),
      ...(hasEnded && ending !== 1 ? [`it ended with ${ending}`] : []),
      ...(sentence.includes('DISCORD_TOKEN') ? [] : ["it didn't say that the token is refused"]),
    ];
    traffic.onRequest(() => undefined);
    notes.push(...(await finish(setup, launch)));
    return { notes, problems };
  };
