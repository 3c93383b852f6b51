import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../src/digest/types.ts';
import { english } from '../../src/i18n/translate.ts';
import { status } from '../sources/server.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { titlesOf } from '../support/seen.ts';
import { openServices, type Services } from '../support/services.ts';
import { digestHeading } from '../../src/messages/digest-message.ts';

const FRIDAY = '2026-06-12';
const SATURDAY = '2026-06-13';
const FILE = `${FRIDAY}---Hot-Papers.md`;
const A = '2606.00001';
const B = '2606.00002';
const WITHDRAWN = '2606.00004';

const upvotes = (count: number) => english('counts.upvotes', { count });
const points = (count: number) => english('counts.points', { count });
const counts = (up: number, said: number) => `${upvotes(up)} · ${points(said)}`;
const unix = (time: string): number => Date.parse(time) / 1000;

/** Starts the real bot with an empty folder of digests and fake services. */
async function createBuildingHarness(
  now: string,
  prepare: (services: Services) => void = () => undefined,
): Promise<BuildingHarness> {
  const services = await openServices();
  prepare(services);
  const lab = await openLab({ now, isClockRunning: true, env: services.env });
  onTestFinished(() => lab.close());
  const folder = lab.config.digestsDir;
  return {
    lab,
    services,
    files: async () => (await readdir(folder)).filter((name) => name !== 'data'),
    read: (file) => readFile(join(folder, file), 'utf8'),
    waitUntilShown: (day) =>
      expect
        .poll(async () => (await lab.ben.type(lab.general, `/papers date:${day}`)).embeds, {
          timeout: 15_000,
          interval: 250,
        })
        .not.toEqual([]),
    countRequests: (who) => services.asked.filter((what) => what.startsWith(who)).length,
    async at(time) {
      // What is running should end before the clock moves.
      await lab.bot.buildDue();
      lab.clock.now = Date.parse(time);
      await lab.bot.buildDue();
      await lab.bot.deliverDue();
    },
  };
}

interface BuildingHarness {
  lab: Lab;
  services: Services;
  /** The names of the files in the folder of digests, including drafts. */
  files(): Promise<string[]>;
  read(file: string): Promise<string>;
  /** Waits until `/papers` shows a day's papers. */
  waitUntilShown(day: Day): Promise<void>;
  /** How often a service (`arxiv`), or one question (`huggingface 2026-06-12`), was asked. */
  countRequests(who: string): number;
  /** Sets the clock, and does what is due. */
  at(time: string): Promise<void>;
}

const friday = (services: Services): void => {
  services.lists(FRIDAY, { [A]: 118, [B]: 7, '2606.00003': 4, [WITHDRAWN]: 60 });
  services.papers.set(WITHDRAWN, { comment: 'This paper has been withdrawn by its authors.' });
  services.papers.set(A, { title: 'Asking Is Answering', primary: 'cs.CL', terms: ['cs.CL'] });
  services.points.set(A, 42);
};

describe('Paperboy with an empty folder', () => {
  it("builds the last working day's digest, delivers it once, and shows it", async () => {
    const harness = await createBuildingHarness('2026-06-13T08:00:00Z', friday);
    const { lab } = harness;
    await lab.ada.type(lab.general, '/subscribe channel:#papers time:09:00 timezone:UTC');
    await harness.waitUntilShown(FRIDAY);
    // The digest is there a moment before its draft is gone.
    await expect.poll(() => harness.files()).toEqual([FILE]);

    await harness.at('2026-06-13T08:59:00Z');
    expect(lab.papers.messages).toEqual([]);
    await harness.at('2026-06-13T09:00:00Z');
    await harness.at('2026-06-13T09:30:00Z');
    expect(lab.papers.messages.map(({ content }) => content)).toEqual([
      expect.stringContaining(digestHeading(FRIDAY)),
    ]);
    expect(JSON.stringify(lab.papers.messages[0])).toContain(counts(118, 42));

    const page = await lab.ben.type(lab.general, '/papers');
    expect(titlesOf(page)).toEqual(['1. Asking Is Answering', `2. About ${B}`]);
    const [first, second] = page.embeds[0]?.description?.split('\n\n') ?? [];
    expect(first).toContain(` · ${counts(118, 42)} · `);
    // Nobody posted the second one, which isn't the same as 0 points.
    expect(second).toContain(` · ${upvotes(7)} · [PDF]`);

    const card = await lab.ben.type(lab.general, `/paper paper:${A}`);
    expect(card.embeds[0]?.fields).toContainEqual(
      expect.objectContaining({
        name: english('card.counts-of', { at: '2026-06-13 08:00 UTC' }),
        value: [
          english('counts.from', {
            source: `[Hugging Face](https://huggingface.co/papers/${A})`,
            counts: upvotes(118),
          }),
          english('counts.from', { source: 'Hacker News', counts: points(42) }),
        ].join('\n'),
      }),
    );
    expect(harness.services.asked).toEqual([
      `huggingface ${FRIDAY}`,
      'arxiv 3',
      'hackernews arxiv.org',
      'hackernews huggingface.co/papers',
      'hackernews alphaxiv.org',
    ]);
  });

  it('refreshes the counts once after a restart and edits the delivered message', async () => {
    const harness = await createBuildingHarness('2026-06-13T08:00:00Z', friday);
    const { lab, services } = harness;
    await lab.ada.type(lab.general, '/subscribe channel:#papers time:09:00 timezone:UTC');
    await harness.waitUntilShown(FRIDAY);
    await harness.at('2026-06-13T09:00:00Z');
    const [posted] = lab.papers.messages;
    const before = await harness.read(FILE);

    services.lists(FRIDAY, { [A]: 130, [B]: 200, '2606.00003': 99 });
    services.points.set(B, 3);
    await lab.restart(async () => {
      lab.clock.now = Date.parse('2026-06-13T23:00:00Z');
    });
    await lab.bot.buildDue();
    expect(harness.countRequests('huggingface')).toBe(1);
    await lab.restart(async () => {
      lab.clock.now = Date.parse('2026-06-14T00:30:00Z');
    });
    const shown = (): string => JSON.stringify(lab.papers.messages);
    await expect.poll(shown, { timeout: 15_000 }).toContain(counts(130, 42));
    expect(lab.papers.messages).toHaveLength(1);
    expect(lab.papers.messages[0]?.id).toBe(posted?.id);
    // The order stays; only the counts are new.
    expect(shown()).toContain('▲\u00A0200');
    expect(shown().indexOf('Asking Is Answering')).toBeLessThan(shown().indexOf(`About ${B}`));
    const after = await harness.read(FILE);
    expect(after).not.toBe(before);
    expect(harness.countRequests(`huggingface ${FRIDAY}`)).toBe(2);
    expect(harness.countRequests('arxiv')).toBe(1);

    await lab.restart();
    await harness.at('2026-06-14T01:30:00Z');
    expect(harness.countRequests(`huggingface ${FRIDAY}`)).toBe(2);
    expect(await harness.read(FILE)).toBe(after);
    // Not logged again every minute.
    expect(lab.logged.filter((line) => line.includes('keeps its counts'))).toEqual([]);
    expect(lab.papers.messages).toHaveLength(1);
    expect(await harness.files()).toEqual([FILE]);
  });
});

describe('a day without a digest', () => {
  it('tells /papers and /status that the day is a weekend', async () => {
    const harness = await createBuildingHarness('2026-06-13T08:00:00Z', friday);
    const { lab } = harness;
    await lab.ada.type(lab.general, '/subscribe channel:#papers time:09:00 timezone:UTC');
    await harness.waitUntilShown(FRIDAY);
    const why = english('making.weekend', { day: SATURDAY });
    const answer = await lab.ben.type(lab.general, `/papers date:${SATURDAY}`);
    expect(answer.ephemeral).toBe(true);
    expect(answer.content.split('\n').at(-1)).toBe(why);
    const told = async (): Promise<string[]> =>
      (await lab.ben.type(lab.papers, '/status')).content.split('\n');
    expect(await told()).toContain(why);
    await harness.at('2026-06-14T07:00:00Z');
    expect(
      (await told()).filter(
        (line) => line === why || line === english('making.weekend', { day: '2026-06-14' }),
      ),
    ).toHaveLength(1);
    expect(await harness.files()).toEqual([FILE]);
  });

  it('says that no paper is listed yet and when it tries again, then writes the digest once papers appear', async () => {
    const harness = await createBuildingHarness('2026-06-12T08:00:00Z', (services) =>
      services.lists('2026-06-10', { '2606.00009': 9 }),
    );
    const { lab, services } = harness;
    await harness.at('2026-06-12T08:30:00Z');
    const status = async (): Promise<string> =>
      (await lab.ada.type(lab.papers, '/status scope:server')).content;
    const notYet = english('making.not-yet', { day: '2026-06-11' });
    const told = await status();
    const [, when = ''] = /<t:(\d+):R>/.exec(told.split(notYet)[1] ?? '') ?? [];
    expect(told).toContain(`${notYet} ${english('making.next', { when: `<t:${when}:R>` })}`);
    // An hour after the first try, which was within a minute of the start.
    expect(Math.abs(Number(when) - unix('2026-06-12T09:00:30Z'))).toBeLessThan(31);
    expect(await harness.files()).toEqual([]);

    services.lists('2026-06-11', { [A]: 9 });
    await harness.at('2026-06-12T09:05:00Z');
    expect(await harness.files()).toEqual(['2026-06-11---Hot-Papers.md']);
    await harness.waitUntilShown('2026-06-11');
    expect(await status()).not.toContain(notYet);
  });
});

describe('Hugging Face being down', () => {
  it('still answers commands, logs the outage once, and catches up afterwards', async () => {
    const harness = await createBuildingHarness('2026-06-13T08:00:00Z', (services) => {
      friday(services);
      services.instead.set('huggingface', status(503));
    });
    const { lab, services } = harness;
    await lab.ada.type(lab.general, '/subscribe channel:#papers time:09:00 timezone:UTC');
    for (const time of ['08:30', '09:01', '09:30', '10:02']) {
      await harness.at(`2026-06-13T${time}:00Z`);
    }
    // Hourly, without an immediate second try.
    expect(harness.countRequests('huggingface')).toBe(3);
    expect(lab.logged.filter((line) => line.includes('Hugging Face'))).toEqual([
      expect.stringContaining('answered 503'),
    ]);
    expect(await harness.files()).toEqual([]);
    const told = (await lab.ben.type(lab.papers, '/status')).content;
    expect(told).toContain(
      `${english('making.failing', { day: FRIDAY })} ${english('making.next', { when: '<t:' }).split('<t:')[0] ?? ''}<t:`,
    );
    expect((await lab.ben.type(lab.general, '/help')).embeds).not.toEqual([]);
    expect((await lab.ben.type(lab.general, '/papers')).content).not.toBe('');

    services.instead.clear();
    await harness.at('2026-06-13T11:05:00Z');
    expect(await harness.files()).toEqual([FILE]);
    await harness.waitUntilShown(FRIDAY);
  });
});

describe('stopping in the middle of a build', () => {
  it.each(['huggingface', 'arxiv', 'hackernews'] as const)(
    'ends at once while waiting for %s, leaves no draft, and resumes after a restart',
    async (who) => {
      const disconnected: string[] = [];
      const harness = await createBuildingHarness('2026-06-13T08:00:00Z', (services) => {
        friday(services);
        services.instead.set(who, (response) => response.on('close', () => disconnected.push(who)));
      });
      const { lab, services } = harness;
      await expect.poll(() => harness.countRequests(who), { timeout: 10_000 }).toBe(1);
      // Commands are still answered.
      expect((await lab.ben.type(lab.general, '/help')).embeds).not.toEqual([]);
      const began = performance.now();
      await lab.restart(async () => {
        expect(performance.now() - began).toBeLessThan(3000);
        await expect.poll(() => disconnected).toEqual([who]);
        expect(await harness.files()).toEqual([]);
        services.instead.clear();
      });
      await lab.bot.buildDue();
      expect(await harness.files()).toEqual([FILE]);
      expect(lab.logged.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
    },
  );
});
