import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type Playground } from '../../playground/launch.ts';
import { english, translatorFor } from '../../src/i18n/translate.ts';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const hasChromium = existsSync(chromiumPath);
if (!hasChromium) {
  process.stderr.write(`The page is not tried in a browser: there is none at ${chromiumPath}\n`);
}

describe.runIf(hasChromium)('the page in a browser', { timeout: 120_000 }, () => {
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    playground = await launch({
      port: 0,
      digestsDir: join(import.meta.dirname, '..', '..', 'digests'),
      withSample: true,
      print: (line) => complaints.push(line),
    });
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    page = await browser.newPage({ colorScheme: 'dark', locale: 'en-US' });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The browser itself reports every 4xx answer; the page shows those to the person.
      const isRefusal = /status of 4\d\d/.test(message.text());
      if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(playground.url) && !url.startsWith('data:')) complaints.push(url);
    });
    await page.goto(playground.url);
    await page.waitForSelector('html[data-ready]');
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await playground.close();
  });

  const line = () => page.locator('#line');
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  const proposals = () => page.locator('.proposal-label').allTextContents();
  const lastMessage = () => page.locator('discord-message').last();

  it('opens on the delivered digest', async () => {
    expect(await page.locator('discord-embed').count()).toBeGreaterThan(0);
    expect(await page.locator('.embed-title a').first().getAttribute('href')).toMatch(
      /^https:\/\/arxiv\.org\/abs\//,
    );
  });

  const digest = () => page.locator('discord-message:has(.embed-image)').last();
  const boxOf = async (what: Locator) => {
    const box = await what.boundingBox();
    if (box === null) throw new Error('It is not on the page');
    return box;
  };

  it.each([
    ['a desktop', 1280, 860],
    ['a phone', 390, 844],
  ])('opens at the top of the newest digest on %s', async (_, width, height) => {
    const other = await browser.newPage({ viewport: { width, height } });
    await other.goto(playground.url);
    await other.waitForSelector('html[data-ready]');
    await other.evaluate('document.fonts.ready');
    const message = other.locator('discord-message:has(.embed-image)').last();
    await message.locator('img').first().waitFor();
    const { y: top } = await boxOf(other.locator('#scroller'));
    await expect.poll(async () => (await boxOf(message)).y - top).toBeLessThan(40);
    expect((await boxOf(message)).y).toBeGreaterThanOrEqual(top);
    expect((await boxOf(message)).height).toBeGreaterThan(height);
    await other.close();
  });

  it.each([1280, 390])("shows pictures at Discord's sizes, %i px wide", async (width) => {
    await page.setViewportSize({ width, height: 844 });
    const image = digest().locator('.embed-image img').first();
    const embed = digest().locator('discord-embed[with-image]').first();
    const [{ width: wide, height: high }, around] = [await boxOf(image), await boxOf(embed)];
    expect(wide / high).toBeCloseTo(1.9, 1);
    // The bar, the border and the padding on both sides.
    expect(Math.min(around.width, 524) - wide).toBeLessThan(36);
    const thumbnail = digest().locator('.embed-thumbnail img').first();
    const small = await boxOf(thumbnail);
    expect([small.width, Math.round(small.height)]).toEqual([80, 42]);
    const text = await boxOf(
      digest().locator('discord-embed:has(.embed-thumbnail) .markup').first(),
    );
    expect(text.x + text.width).toBeLessThanOrEqual(small.x);
    const isLoaded = (element: unknown) => {
      const { complete, naturalWidth } = element as { complete: boolean; naturalWidth: number };
      return complete && naturalWidth > 0;
    };
    expect(await image.evaluate(isLoaded)).toBe(true);
    expect(await thumbnail.evaluate(isLoaded)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('says of a link to a made-up paper that it leads nowhere', async () => {
    await digest().locator('.embed-title a').first().click();
    await page.locator('#error', { hasText: 'made up' }).waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });

  it('lists the posts of a forum, and leads to one', async () => {
    await page.locator('.channel', { hasText: 'questions' }).click();
    const post = page.locator('.post', { hasText: 'Does any of it come with code?' });
    await post.waitFor();
    expect(await post.locator('.post-counts').textContent()).toContain('💬 1');
    expect(await line().isVisible()).toBe(false);
    await post.click();
    await page.locator('discord-message', { hasText: 'look for the code line' }).waitFor();
    expect(await line().isVisible()).toBe(true);
    await page.locator('.channel', { hasText: 'papers' }).first().click();
    await digest().waitFor();
  });

  it('proposes the thread, the announcement channel and the role to a subscription', async () => {
    await line().fill('/subscribe channel:');
    expect(await proposals()).toEqual(
      expect.arrayContaining(['#announcements', '#reading club', '#papers']),
    );
    await line().fill('/subscribe role:');
    expect(await proposals()).toContain('@readers');
    await line().fill('');
  });

  it('puts a command that a message mentions into the composer on a click', async () => {
    await line().fill('/help ');
    await keys('Enter');
    const help = page.locator('discord-message', { hasText: english('help.in-servers') }).last();
    const mentioned = help.locator('.mention.clickable');
    await mentioned.filter({ hasText: '/subscriptions' }).waitFor();
    expect(await mentioned.first().textContent()).toBe('/papers');
    await mentioned.filter({ hasText: '/subscriptions' }).click();
    expect(await line().inputValue()).toBe('/subscriptions ');
    await line().fill('');
  });

  it('leads from a slash to a sent command by keyboard alone', async () => {
    await line().focus();
    await page.keyboard.type('/pap');
    expect(await proposals()).toEqual(['/paper', '/papers']);
    await page.keyboard.type('ers');
    expect(await proposals()).toEqual(['/papers']);
    await keys('Enter');
    expect(await line().inputValue()).toBe('/papers ');
    await page.keyboard.type('cat');
    await keys('Tab');
    expect(await line().inputValue()).toBe('/papers category:');
    await page.keyboard.type('cs.c');
    await page.locator('.proposal', { hasText: 'cs.CV' }).waitFor();
    await keys('ArrowDown', 'Enter');
    expect(await line().inputValue()).toBe('/papers category:cs.CV ');
    await keys('Enter');
    await lastMessage().locator('discord-command').waitFor();
    await lastMessage().locator('discord-embed-description strong a').first().waitFor();
    expect(await line().inputValue()).toBe('');
  });

  it('closes the list on Escape and keeps what was typed', async () => {
    await page.keyboard.type('/h');
    await keys('Escape');
    expect(await page.locator('#proposals').isHidden()).toBe(true);
    expect(await line().inputValue()).toBe('/h');
  });

  it('shows below the line what went wrong, and keeps the line', async () => {
    await line().fill('/nothing here');
    await keys('Enter');
    await page.locator('#error:not(:empty)').waitFor();
    expect(await page.locator('#error').textContent()).toContain('/nothing');
    expect(await line().inputValue()).toBe('/nothing here');
  });

  it('chooses from a menu by keyboard', async () => {
    await page.locator('discord-string-select-menu').first().focus();
    await keys('Enter', 'ArrowDown');
    const chosen = await page.locator('.select-option.active .select-label').textContent();
    const title = chosen?.replace(/^\d+\.\s*/, '').slice(0, 30) ?? '';
    await keys('Enter');
    await lastMessage().locator('.embed-title', { hasText: title }).waitFor();
    expect(await page.locator('.select-list').count()).toBe(0);
  });

  it('shows each person only their own private messages and commands', async () => {
    const onlyYou = page.locator('discord-message[ephemeral]');
    expect(await onlyYou.count()).toBeGreaterThan(0);
    await page.locator('.person', { hasText: 'ben' }).click();
    await onlyYou.first().waitFor({ state: 'detached' });
    expect(await onlyYou.count()).toBe(0);
    await line().fill('/');
    expect(await proposals()).not.toContain('/subscribe');
    expect(await proposals()).toContain('/papers');
    await page.locator('.person', { hasText: 'ada' }).click();
    await line().fill('/');
    expect(await proposals()).toContain('/subscribe');
  });

  it("uses the chosen language for that person's client only", async () => {
    const german = translatorFor('de');
    const option = (name: 'search' | 'category' | 'date' | 'sort' | 'private') =>
      german(`option.papers.${name}.name`);
    const newest = german('option.papers.sort.choice.new');
    const language = page.locator('#language');
    await language.selectOption('de');
    await line().fill('/papers ');
    await page.locator('.proposal', { hasText: option('category') }).waitFor();
    expect(await proposals()).toEqual(
      (['search', 'category', 'date', 'sort', 'private'] as const).map(option),
    );
    await line().fill(`/papers ${option('sort')}:${newest} ${option('date')}:2021`);
    const month = german('date.month', { month: '2021-05', count: 1 });
    await page.locator('.proposal', { hasText: month }).waitFor();
    await keys('Escape');
    await line().fill(`/papers ${option('category')}:gelb`);
    await keys('Enter');
    // The page shows it without the Markdown syntax.
    const unknown = german('category.unknown', { typed: 'gelb' }).replace(/[*`]/g, '');
    await lastMessage().locator('.markup', { hasText: unknown }).waitFor();
    await page.locator('.person', { hasText: 'ben' }).click();
    await expect.poll(() => language.inputValue()).toBe('en-US');
    await page.locator('.person', { hasText: 'ada' }).click();
    await expect.poll(() => language.inputValue()).toBe('de');
    await language.selectOption('en-US');
    await line().fill('/papers ');
    await page.locator('.proposal', { hasText: 'category' }).first().waitFor();
    await line().fill('');
  });

  it('shows text that only looks like HTML as text', async () => {
    await line().fill('<img src=x onerror=alert(1)> **bold** \\*not\\*');
    await keys('Enter');
    await lastMessage().locator('strong', { hasText: 'bold' }).waitFor();
    expect(await lastMessage().locator('.markup').textContent()).toBe(
      '<img src=x onerror=alert(1)> bold *not*',
    );
  });

  it('restarts the bot and shows when it is offline', async () => {
    await page.locator('#restart').click();
    await page.locator('#status:not(.online)').waitFor();
    await page.locator('#status.online').waitFor();
  });

  it('logs no errors', () => {
    expect(complaints).toEqual([]);
  });
});
