import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether there's a browser to test the page in; prints a note if there isn't. */
export const hasChromium = existsSync(path);
if (!hasChromium) {
  process.stderr.write(
    `skipped: tests in a browser, since there's none at ${path} (set CHROMIUM_PATH to use another)\n`,
  );
}

/** The page in a browser, and what it complained about. */
export interface Opened {
  browser: Browser;
  page: Page;
  complaints: string[];
}

/** Opens the page and waits until it is drawn. */
export async function openPage(url: string): Promise<Opened> {
  const browser = await chromium.launch({
    executablePath: path,
    // Nothing but this machine can be reached: the page must not need anything else.
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const page = await browser.newPage({
    viewport: { width: 1360, height: 900 },
    colorScheme: 'dark',
    locale: 'en-US',
  });
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The browser itself reports every 4xx answer; the page shows those to the person.
    const isRefusal = /status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  // The first request waits until the page is compiled, in a process that has other work, too.
  await page.goto(url, { timeout: 90_000 });
  await page.waitForSelector('html[data-ready]');
  return { browser, page, complaints };
}

/** What a person does on the page, and where things are. */
export function using(page: Page) {
  const line = page.locator('#line');
  const messages = page.locator('discord-message');
  return {
    line,
    messages,
    last: messages.last(),
    /** The delivered digest of a day in the open channel. */
    digest: (day: string) =>
      page.locator('discord-message', { hasText: `Hot papers, ${longDate(day)}` }),
    /** The titles of the papers that a message lists or shows. */
    titlesOf: (message: Locator) => message.locator('.embed-title, .markup strong > a'),
    /** The answers to commands and presses that only this person sees. */
    onlyMine: page.locator('discord-message[ephemeral]'),
    /** Types a line and sends it. */
    send: async (text: string) => {
      await line.focus();
      await page.keyboard.type(text);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
    },
    keys: async (...pressed: string[]) => {
      for (const key of pressed) await page.keyboard.press(key);
    },
    openChannel: async (name: string) => {
      await page.locator('.channel', { hasText: name }).click();
      await page.locator('#channel-name', { hasText: name }).waitFor();
    },
    /** A control of the workbench, by its text. */
    control: (text: string) =>
      page.locator('#workbench').getByRole('button', { name: text, exact: true }),
    permission: (name: string) => page.locator('#workbench').getByLabel(name, { exact: true }),
    requests: page.locator('.request'),
  };
}

/** `2021-05-05` as digests have it: `5 May 2021`. */
function longDate(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
}

/** Waits until something holds. @throws Error with `what` after half a minute */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
