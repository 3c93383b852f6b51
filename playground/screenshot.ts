/** `npm run screenshots`: starts the playground, uses it like a person, and takes pictures. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { launch } from './launch.ts';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
if (!existsSync(browserPath)) {
  console.error(
    `There is no Chromium at ${browserPath}. Install it (Debian: apt-get install chromium) ` +
      'or set CHROMIUM_PATH to one.',
  );
  process.exit(1);
}

/** Runs in the browser, whose types this file doesn't have. */
const toTop = (message: unknown) => {
  (message as { scrollIntoView: (options: object) => void }).scrollIntoView({ block: 'start' });
};

const PHONE = { width: 390, height: 844 };

const docs = new URL('../docs/', import.meta.url);
await mkdir(new URL('styles/', docs), { recursive: true });

const playground = await launch({
  port: 0,
  digestsDir: fileURLToPath(new URL('../digests', import.meta.url)),
  withSample: true,
  print: (line) => {
    console.error(line);
  },
});
const browser = await chromium.launch({
  executablePath: browserPath,
  // Only this machine can be reached, so that a picture never depends on the network.
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});
let complaints = 0;
try {
  const dark = await open(browser, 'dark');
  const light = await open(browser, 'light');
  for (const [page, name] of [
    [dark, 'digest.png'],
    [light, 'digest-light.png'],
  ] as const) {
    await digestOf(page).evaluate(toTop);
    await shoot(page, name);
  }
  await light.close();

  const found = await ask(dark, '/papers search:video');
  await found.evaluate(toTop);
  await dark.locator('#line').pressSequentially('/papers ');
  await shoot(dark, 'search.png');
  await dark.locator('#line').fill('');

  const card = await choosePaper(dark);
  await card.evaluate(toTop);
  await shoot(dark, 'card.png');

  const phone = await open(browser, 'dark', PHONE);
  await (await ask(phone, '/papers search:video')).evaluate(toTop);
  await shoot(phone, 'phone.png');
  await phone.close();

  for (const colorScheme of ['dark', 'light'] as const) {
    for (const [device, viewport] of [
      ['phone', PHONE],
      ['desktop', undefined],
    ] as const) {
      const page = await open(browser, colorScheme, viewport);
      await (await ask(page, '/papers search:video')).evaluate(toTop);
      await shoot(page, `styles/search-${device}-${colorScheme}.png`);
      await (await choosePaper(page)).evaluate(toTop);
      await shoot(page, `styles/card-${device}-${colorScheme}.png`);
      await page.close();
    }
  }

  await tryFaults(dark);
  await shoot(dark, 'workbench.png');
} finally {
  await browser.close();
  await playground.close();
}
process.exit(complaints === 0 ? 0 : 1);

async function open(
  chrome: Browser,
  colorScheme: 'dark' | 'light',
  viewport = { width: 1280, height: 860 },
): Promise<Page> {
  const context = await chrome.newContext({
    viewport,
    colorScheme,
    locale: 'en-US',
  });
  const page = await context.newPage();
  const complain = (what: string) => {
    complaints++;
    console.error(`The page complains: ${what}`);
  };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complain(message.text());
  });
  page.on('pageerror', (error) => {
    complain(error.message);
  });
  await page.goto(playground.url);
  await page.waitForSelector('html[data-ready]');
  return page;
}

function digestsOf(page: Page): Locator {
  return page.locator(
    'discord-message:has-text("Hot papers"):has(discord-embed):has(discord-string-select-menu)',
  );
}

/** The newest delivered digest. */
function digestOf(page: Page): Locator {
  return digestsOf(page).last();
}

/** Types a command and waits for the reply. */
async function ask(page: Page, line: string): Promise<Locator> {
  await page.locator('#line').pressSequentially(line);
  await page.keyboard.press('Enter');
  const answer = page.locator('discord-message:has(discord-command)').last();
  await answer.locator('discord-embed').first().waitFor();
  return answer;
}

/** Opens a paper from the menu of the newest digest. */
async function choosePaper(page: Page): Promise<Locator> {
  const before = await page.locator('discord-message').count();
  await digestOf(page).locator('discord-string-select-menu').focus();
  await page.keyboard.press('Enter');
  await page.locator('.select-option', { hasText: 'Lanternfish' }).click();
  const card = page.locator('discord-message').nth(before);
  await card.locator('discord-embed').first().waitFor();
  await page.mouse.move(640, 830);
  return card;
}

/**
 * Delivers tomorrow's digest while a response gets lost: it's posted once, and the list shows how.
 */
async function tryFaults(page: Page): Promise<void> {
  const workbench = page.locator('#workbench');
  await page.locator('#workbench-toggle').click();
  await workbench.getByRole('button', { name: 'Lose the answer' }).click();
  await workbench.getByRole('button', { name: 'Drop tomorrow' }).click();
  const digests = digestsOf(page);
  const before = await digests.count();
  await workbench.getByRole('button', { name: 'Next 09:00' }).click();
  await digests.nth(before).waitFor();
  await workbench.locator('.request-status', { hasText: 'lost' }).waitFor();
  await page.locator('#line').focus();
  await page.mouse.move(640, 830);
  await digestOf(page).evaluate(toTop);
}

/** Waits for the fonts and for the layout to settle. */
async function settle(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(300);
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(name, docs));
  await settle(page);
  await page.screenshot({ path });
  console.log(`Wrote ${path}`);
}
