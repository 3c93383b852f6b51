import { unauthorized } from '../../playground/server/faults/answers.ts';
import { cloudflarePage } from '../../playground/server/rate-limits/cloudflare-page.ts';
import { finish, lastLine, until, untilDelivered } from './finish.ts';
import type { Ran, Stage } from './trial.ts';

const WITHIN_MS = 240_000;
const END_WITHIN_MS = 30_000;
const MOST_AFTER_REVOKE = 50;
const MOST_IN_BAN = 64;
const BAN_MS = 6000;

/**
 * The token becomes void in the middle: the bot must end soon, with one sentence and code 1, and
 * finish once it is started with the new one.
 *
 * @param isQuiet Discord says so to requests only, and leaves the gateway open
 */
export const runRevoke =
  (isQuiet: boolean) =>
  async ({ scene, launch }: Stage): Promise<Ran> => {
    const { wire, discord } = scene;
    const third = Math.floor(scene.channels.length / 3);
    let before = 0;
    let isVoid = false;
    wire.onPost(({ n }) => {
      if (n !== third) return undefined;
      before = wire.requests;
      scene.note('the token is void');
      isVoid = true;
      if (!isQuiet) discord.resetToken();
      return isQuiet ? { answer: unauthorized } : undefined;
    });
    wire.onRequest(() => (isVoid && isQuiet ? { answer: unauthorized } : undefined));
    const subject = launch();
    await until(() => isVoid || !subject.isRunning(), WITHIN_MS);
    const voidAt = performance.now();
    await until(() => !subject.isRunning(), END_WITHIN_MS);
    const seconds = ((performance.now() - voidAt) / 1000).toFixed(1);
    const hasEnded = !subject.isRunning();
    subject.signal('SIGKILL');
    const ending = await subject.ended;
    const after = wire.requests - before;
    const sentence = lastLine(subject);
    const notes = [
      `${after} requests after the revoke`,
      `ended with ${ending} after ${seconds} s: ${sentence}`,
    ];
    const problems = [
      ...(after > MOST_AFTER_REVOKE ? [`${after} requests after the revoke`] : []),
      ...(!hasEnded ? ['it did not end'] : []),
      ...(hasEnded && ending !== 1 ? [`it ended with ${ending}`] : []),
      ...(sentence.includes('DISCORD_TOKEN') ? [] : ['it did not say that the token is refused']),
    ];
    wire.onRequest(() => undefined);
    notes.push(...(await finish(scene, launch)));
    return { notes, problems };
  };

/** Cloudflare shuts the bot out in the middle: it must wait, go on by itself, and finish. */
export const runBan = async ({ scene, launch }: Stage): Promise<Ran> => {
  const { wire } = scene;
  const third = Math.floor(scene.channels.length / 3);
  let endsAt = Infinity;
  let during = 0;
  wire.onRequest(() => {
    if (wire.posts >= third && endsAt === Infinity) {
      endsAt = performance.now() + BAN_MS;
      scene.note('Cloudflare shuts the bot out');
    }
    const leftMs = endsAt - performance.now();
    if (endsAt === Infinity || leftMs <= 0) return undefined;
    during += 1;
    const { status, headers, body } = cloudflarePage(leftMs);
    return { answer: { status, headers, body } };
  });
  const running = launch();
  const waited = await untilDelivered(scene, () => !running.isRunning(), 2 * BAN_MS);
  const hasEnded = !running.isRunning();
  const notes = [`${during} requests in the ban`, ...waited];
  if (hasEnded) notes.push(`ended by itself: ${lastLine(running)}`);
  notes.push(...(await finish(scene, launch, { running })));
  return {
    notes,
    problems: [
      ...(during > MOST_IN_BAN ? [`${during} requests in the ban`] : []),
      ...(hasEnded ? ['it did not go on by itself'] : []),
    ],
  };
};
