import { expect, it } from 'vitest';
import { english } from '../../src/i18n/translate.ts';
import { missedDaysLines } from '../../src/messages/digest-message.ts';
import { digestOf } from '../support/digest.ts';
import { openLab } from '../support/lab.ts';
import { inCode } from '../support/seen.ts';

const HOUR = 3_600_000;
const digest = (day: string) => digestOf({ day, papers: [{ title: `Paper of ${day}` }] });

it('dates a digest that was written while Paperboy was down by its file', async () => {
  const lab = await openLab({ digests: [digest('2021-05-05')], now: '2021-05-06T12:00:00Z' });
  const answer = await lab.ada.type(lab.papers, '/subscribe time:09:00 timezone:UTC');
  await lab.ada.press(answer, english('post.button', { day: '2021-05-05' }));
  const writeAndReturn = async (day: string, hoursAgo: number) => {
    await lab.restart(async () => {
      lab.clock.now += 30 * HOUR;
      await lab.addDigest(digest(day), undefined, lab.clock.now - hoursAgo * HOUR);
    });
  };
  // Too old to be posted: the next one mentions it.
  await writeAndReturn('2021-05-06', 25);
  await writeAndReturn('2021-05-07', 3);
  await expect.poll(() => lab.papers.messages.length, { timeout: 5000 }).toBe(2);
  const [, message] = lab.papers.messages;
  expect(JSON.stringify(message)).toContain('Paper of 2021-05-07');
  expect(
    inCode(message?.content ?? '')
      .split('\n')
      .at(-1),
  ).toBe(missedDaysLines(['2021-05-06'])[0]);
  await lab.close();
});
