/** `npm run screenshots`: starts the playground, uses it as a person would, and takes pictures. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { launch } from './launch.ts';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
if (!existsSync(browserPath)) {
  console.error(
    `There is no Chromium at ${browserPath}. Install it (Debian: apt-get install chromium) ` +
      'or set CHROMIUM_PATH to one.',
  );
  process.exit(1);
}

/** Runs in the browser, whose types this file does not have. */
const toTop = (message: unknown) => {
  (message as { scrollIntoView: (options: object) => void }).scrollIntoView({ block: 'start' });
};

const docs = new URL('../docs/', import.meta.url);
await mkdir(docs, { recursive: true });

const playground = await launch({
  port: 0,
  digestsDir: fileURLToPath(new URL('../digests', import.meta.url)),
  print: (line) => {
    console.error(line);
  },
});
const browser = await chromium.launch({
  executablePath: browserPath,
  // Nothing but this machine can be reached, so a picture never depends on the network.
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});
let complaints = 0;
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 860 },
    colorScheme: 'dark',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
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

  // The delivered digest, from its head.
  await settle(page);
  await page.locator('discord-message:has(discord-embed)').last().evaluate(toTop);
  await shoot(page, 'digest.png');

  // A search, typed and sent.
  await page.locator('#line').pressSequentially('/papers search:video');
  await page.keyboard.press('Enter');
  const answer = page.locator('discord-message:has(discord-command)').last();
  await answer.locator('discord-embed').first().waitFor();
  await settle(page);
  await answer.evaluate(toTop);
  await page.locator('#line').pressSequentially('/papers ');
  await shoot(page, 'search.png');
} finally {
  await browser.close();
  await playground.close();
}
process.exit(complaints === 0 ? 0 : 1);

/** Waits until fonts are there and nothing has grown for a moment. */
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
