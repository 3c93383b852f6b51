import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type Playground } from '../../playground/launch.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { hasChromium, openPage, until, using } from './browser.ts';

/** A text as the page shows it, without the marks of Markdown. */
const plain = (text: string): string => text.replace(/[*`]/g, '');

const SAMPLE = join(import.meta.dirname, '..', '..', 'digests', '2021-05-05.md');

/** A folder of digests: the sample, and a day before it with more papers than fit one page. */
async function digestsFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-digests-'));
  const papers = Array.from({ length: 7 }, () => ({ categories: ['cs.CV'] }));
  await writeFile(
    join(folder, '2021-05-04.md'),
    markdownOf(digestOf({ day: '2021-05-04', papers })),
  );
  await cp(SAMPLE, join(folder, '2021-05-05.md'));
  return folder;
}

// One playground for all: each test goes on from where the one before it ended, as a person does.
describe.runIf(hasChromium)('Paperboy, used in a browser', { timeout: 120_000 }, () => {
  let digests: string;
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let at: ReturnType<typeof using>;
  /** The days of the digests that were dropped. */
  const dropped: string[] = [];
  /** What the bot printed. */
  const printed: string[] = [];

  beforeAll(async () => {
    digests = await digestsFolder();
    playground = await launch({
      port: 0,
      digestsDir: digests,
      print: (line) => printed.push(line),
    });
    ({ browser, page, complaints } = await openPage(playground.url));
    at = using(page);
    await page.locator('#workbench-toggle').click();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await playground.close();
    await rm(digests, { recursive: true });
  });

  const channel = (name: string) => {
    const id = page.locator('.channel', { hasText: name });
    return id.getAttribute('data-channel').then((value) => {
      const found = playground.discord.world.channel(value ?? '');
      if (found === undefined) throw new Error(`There is no #${name}`);
      return found;
    });
  };
  /** How often a digest is in a channel, by what the server holds and not by what the page shows. */
  const delivered = async (name: string, day: string) =>
    (await channel(name)).messages.filter(({ components }) =>
      JSON.stringify(components).includes(`digest-${day}`),
    ).length;

  /** Drops tomorrow's digest, goes to the next morning at once, and returns the digest's day. */
  const dropAndWake = async () => {
    const hint = page.locator('#workbench .hint');
    const before = await hint.textContent();
    await at.control('Drop tomorrow’s digest').click();
    await until('it is dropped', async () => (await hint.textContent()) !== before);
    const day = /\d{4}-\d{2}-\d{2}/.exec((await hint.textContent()) ?? '')?.[0] ?? '';
    dropped.push(day);
    await at.control('Next 09:00').click();
    return day;
  };

  it('suggests categories while typing, and finds their papers', async () => {
    await at.line.focus();
    await page.keyboard.type('/papers category:');
    await page.locator('.proposal', { hasText: 'cs.CV' }).waitFor();
    await page.keyboard.type('cs.cv');
    await until(
      'only one choice is left',
      async () => (await page.locator('.proposal').count()) === 1,
    );
    await at.keys('ArrowDown', 'Enter');
    expect(await at.line.inputValue()).toBe('/papers category:cs.CV ');
    await at.keys('Enter');
    await at.last.locator('discord-command').waitFor();
    expect(await at.titlesOf(at.last).count()).toBeGreaterThan(1);
  });

  it('opens a paper in full from the menu under the answer', async () => {
    await at.last.locator('discord-string-select-menu').focus();
    await at.keys('Enter', 'ArrowDown');
    const label = await page.locator('.select-option.active .select-label').textContent();
    const title = label?.replace(/^\d+\.\s*/, '').slice(0, 25) ?? '';
    const before = await at.messages.count();
    await at.keys('Enter');
    await until('the card is there', async () => (await at.messages.count()) > before);
    expect(await at.last.locator('.embed-title').textContent()).toContain(title);
  });

  it('pages through more papers than fit one page', async () => {
    await at.send('/papers category:cs');
    await at.last.locator('discord-button', { hasText: english('page.next') }).waitFor();
    const titles = () => at.titlesOf(at.last).allTextContents();
    const first = await titles();
    await at.last.locator('discord-button', { hasText: english('page.next') }).click();
    await until('the next page is there', async () => (await titles())[0] !== first[0]);
    await at.last.locator('discord-button', { hasText: english('page.previous') }).click();
    await until('the first page is back', async () => (await titles())[0] === first[0]);
  });

  it("offers a day's BibTeX as a file to download", async () => {
    await at.send('/papers date:2021-05-05');
    await at.last.locator('discord-button', { hasText: english('cite.day') }).click();
    const file = at.last.locator('a.file');
    await file.waitFor();
    const downloading = page.waitForEvent('download');
    await file.click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('papers-2021-05-05.bib');
    expect(await readFile(await download.path(), 'utf8')).toMatch(/^@misc\{/);
  });

  it('delivers the digest once to a new channel at its hour, with a restart in between', async () => {
    await at.openChannel('general');
    await at.send('/subscribe channel:#general time:09:00');
    // The page shows the channel's name in place of its id.
    const [, subscribed = ''] = english('subscribed.new', {
      channel: '#general',
      top: 10,
      time: '09:00',
      timeZone: 'UTC',
    }).split('#general');
    await at.onlyMine.filter({ hasText: plain(subscribed) }).waitFor();
    await at.control('Restart the bot').click();
    await page.locator('#status:not(.online)').waitFor();
    await page.locator('#status.online').waitFor();
    expect(await delivered('general', '2021-05-05')).toBe(0);
    await at.control('Next 09:00').click();
    await at.digest('2021-05-05').waitFor();
    await until(
      'the other channel has it too',
      async () => (await delivered('papers', '2021-05-05')) === 1,
    );
    expect(await delivered('general', '2021-05-05')).toBe(1);
  });

  it('answers a button from before the restart', async () => {
    await at.openChannel('papers');
    const turned = page.locator('discord-message', { hasText: english('page.next') }).last();
    const titles = () => at.titlesOf(turned).allTextContents();
    const [first] = await titles();
    await turned.locator('discord-button', { hasText: english('page.next') }).click();
    await until('the page turns', async () => (await titles())[0] !== first);
  });

  it("delivers tomorrow's digest tomorrow", async () => {
    await at.openChannel('general');
    const day = await dropAndWake();
    await until(
      'both channels have it',
      async () => (await delivered('general', day)) === 1 && (await delivered('papers', day)) === 1,
    );
    await at.digest(day).waitFor();
  });

  it('posts once though the answer to the post is lost, as the request list shows', async () => {
    await at.control('Lose the answer').click();
    await page.locator('.pending:not(:empty)').waitFor();
    const day = await dropAndWake();
    await at.requests.locator('.request-status.lost').waitFor();
    await page.locator('.pending:empty').waitFor({ state: 'attached' });
    await until(
      'both channels have it',
      async () => (await delivered('general', day)) === 1 && (await delivered('papers', day)) === 1,
    );
    // Anything still open is retried in the next minute.
    await at.control('Next minute').click();
  });

  it('shows what the bot requested and received, without its token', async () => {
    const post = at.requests
      .filter({ hasText: '#general/messages' })
      .filter({ hasText: '200' })
      .first();
    await post.locator('summary').click();
    await post.locator('pre').first().waitFor();
    const text = (await post.locator('pre').allTextContents()).join('\n');
    expect(text).toContain('"enforce_nonce": true');
    expect(await page.content()).not.toContain(playground.discord.token);
  });

  it('says in /subscriptions that it may no longer post', async () => {
    await at.permission('Send Messages').click();
    const day = await dropAndWake();
    await until('the others have it', async () => (await delivered('papers', day)) === 1);
    // The bot asks which permission is missing before it writes to the subscriber.
    const isOwnerNotified = () =>
      Promise.resolve(
        playground.discord.transcript.find(/^POST \/users\/@me\/channels/).length > 0,
      );
    await until('the subscriber is told', isOwnerNotified);
    await at.send('/subscriptions');
    const lacks = plain(english('state.lacks', { permissions: 'Send Messages' }));
    await at.onlyMine.filter({ hasText: lacks }).waitFor();
    expect(await delivered('general', day)).toBe(0);
    await at.permission('Send Messages').click();
    await until('what was missed', async () => (await delivered('general', day)) === 1);
  });

  it('comes back by itself after all of Discord was down', async () => {
    await page.locator('#workbench').getByLabel('All of Discord is down').click();
    await page.locator('#status:not(.online)').waitFor();
    await page.locator('#workbench').getByLabel('All of Discord is down').click();
    await page.locator('#status.online').waitFor();
    await at.send('/help');
    await at.last.filter({ hasText: '/papers' }).waitFor();
  });

  it('has posted each digest once after all this', async () => {
    const days = ['2021-05-05', ...dropped];
    expect(dropped).toHaveLength(3);
    const counts = async (name: string) => Promise.all(days.map((day) => delivered(name, day)));
    expect(await counts('papers')).toEqual([1, 1, 1, 1]);
    expect(await counts('general')).toEqual([1, 1, 1, 1]);
  });

  it('returns to the present with one press', async () => {
    await at.control('Back to now').click();
    await page.locator('.clock-ahead', { hasText: "your machine's time" }).waitFor();
    await page.locator('#status.online').waitFor();
  });

  it('logs no errors', () => {
    expect(complaints).toEqual([]);
    // Only the real problems: the permission that was taken away, and the attempts to reconnect
    // while all of Discord was down.
    const isOutage = (line: string): boolean =>
      /^bot warning: the gateway had an error\b.*\b503/s.test(line);
    expect(printed.filter((line) => !isOutage(line))).toEqual([
      expect.stringMatching(/^bot warning: can't post to a channel/),
    ]);
  });
});
