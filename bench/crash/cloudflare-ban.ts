import { cloudflarePage } from '../../playground/server/rate-limits/cloudflare-page.ts';
import { finish, lastLine, untilDelivered } from './finish.ts';
import type { ScenarioResult, TrialContext } from './trial.ts';

const MOST_IN_BAN = 64;
const BAN_MS = 6000;

/**
 * Cloudflare bans the bot in the middle of a delivery: it must wait, resume by itself, and finish.
 */
export const runCloudflareBan = async ({
  setup,
  launch,
}: TrialContext): Promise<ScenarioResult> => {
  const { traffic } = setup;
  const third = Math.floor(setup.channels.length / 3);
  let endsAt = Infinity;
  let during = 0;
  traffic.onRequest(() => {
    if (traffic.posts >= third && endsAt === Infinity) {
      endsAt = performance.now() + BAN_MS;
      setup.note('Cloudflare bans the bot');
    }
    const leftMs = endsAt - performance.now();
    if (endsAt === Infinity || leftMs <= 0) return undefined;
    during += 1;
    const { status, headers, body } = cloudflarePage(leftMs);
    return { answer: { status, headers, body } };
  });
  const running = launch();
  const waited = await untilDelivered(setup, () => !running.isRunning(), 2 * BAN_MS);
  const hasEnded = !running.isRunning();
  const notes = [`${during} requests in the ban`, ...waited];
  if (hasEnded) notes.push(`ended by itself: ${lastLine(running)}`);
  notes.push(...(await finish(setup, launch, { running })));
  return {
    notes,
    problems: [
      ...(during > MOST_IN_BAN ? [`${during} requests in the ban`] : []),
      ...(hasEnded ? ["it didn't resume by itself"] : []),
    ],
  };
};
