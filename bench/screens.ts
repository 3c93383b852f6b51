import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { parseMarkdown, plainText } from '../playground/page/markdown/parse.ts';
import { servePicture } from '../playground/pictures.ts';
import { servePage } from '../playground/serve-page.ts';
import { type LoopbackDiscord, startDiscord } from '../playground/server/start.ts';
import { parseDigest } from '../src/digest/parse.ts';
import type { Digest } from '../src/digest/types.ts';
import { digestMessage } from '../src/messages/digest-message.ts';
import {
  DIGEST_STYLES,
  type Look,
  type SummarySource,
  SUMMARY_SOURCES,
} from '../src/messages/digest-styles.ts';
import { type FittedMessage, fitMessage } from '../src/messages/message.ts';
import { buildRecordedDay } from './screens/recorded-day.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 860 };
const SAMPLE = fileURLToPath(new URL('../digests/2021-05-05.md', import.meta.url));

/**
 * `npm run bench -- screens [FILE ...] [--top N] [--pictures FOLDER]`: how high a digest is on a
 * phone, in screens of 390 x 844 pixels, and how many characters there are to read, without the
 * addresses of links. Every style of each digest is posted to the loopback Discord and drawn by the
 * playground's page in Chromium. `full` is how all digests looked before there were styles.
 *
 * Without files: a recorded day of Hugging Face, if the recordings are beside this checkout, and the
 * digest of 2021-05-05. `--pictures` also saves each message as PNG, dark and light, phone and
 * desktop.
 */
export const run = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: { top: { type: 'string', default: '10' }, pictures: { type: 'string' } },
  });
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`There is no Chromium at ${executablePath}. Set CHROMIUM_PATH to one.`);
  }
  const digests =
    positionals.length > 0
      ? positionals.map(readDigest)
      : [...(await recorded()), readDigest(SAMPLE)];
  const posts = digests.flatMap((digest) => looksOf(digest, Number(values.top)));

  const discord = await startDiscord({ botName: 'Paperboy', rateLimits: false });
  discord.onRequest(servePicture);
  discord.onRequest(servePage);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  try {
    const ids = await postAll(discord, posts);
    const heights = await heightsOf(browser, discord, ids);
    print('| digest | style | summary | screens | characters |', '| --- | --- | --- | --- | --- |');
    posts.forEach(({ digest, look, message }, index) => {
      const screens = ((heights[index] ?? 0) / PHONE.height).toFixed(2);
      const cells = [digest.day, look.style, look.summary, screens, readCharacters(message)];
      print(`| ${cells.join(' | ')} |`);
    });
    if (values.pictures !== undefined) {
      await savePictures(browser, discord, posts, ids, values.pictures);
    }
  } finally {
    await browser.close();
    await discord.close();
  }
};

interface DigestPost {
  digest: Digest;
  look: Look;
  message: FittedMessage;
}

function looksOf(digest: Digest, top: number): DigestPost[] {
  const hasSummaries = digest.papers.some(({ summary }) => summary !== undefined);
  const sources: readonly SummarySource[] = hasSummaries ? SUMMARY_SOURCES : ['authors', 'off'];
  return DIGEST_STYLES.flatMap((style) =>
    sources.map((summary): DigestPost => {
      const look = { style, summary };
      const options = { ...look, risen: digest.risen };
      return {
        digest,
        look,
        message: fitMessage(digestMessage(digest, digest.papers.slice(0, top), options)),
      };
    }),
  );
}

function readDigest(file: string): Digest {
  const { digest } = parseDigest(readFileSync(file, 'utf8'), file);
  if (!digest) throw new Error(`${file} isn't a digest`);
  return digest;
}

async function recorded(): Promise<Digest[]> {
  const digest = await buildRecordedDay();
  if (digest) return [digest];
  print("The recorded day is skipped: the recordings aren't beside this checkout.", '');
  return [];
}

/** Posts each message below a line of a person, so that each has its author above it. */
async function postAll(discord: LoopbackDiscord, posts: readonly DigestPost[]): Promise<string[]> {
  const guild = discord.world.addGuild({ name: 'Paper Lab', ownerName: 'ada' });
  const channel = guild.addChannel({ name: 'papers', topic: 'The hot papers of each day' });
  const ids: string[] = [];
  for (const { digest, look, message } of posts) {
    guild.owner.say(channel, `${digest.day}: ${look.style}, ${look.summary}`);
    const response = await fetch(`${discord.origin}/api/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bot ${discord.token}`,
        'content-type': 'application/json',
        'user-agent': 'DiscordBot (https://example.org, 1)',
      },
      body: JSON.stringify(message),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`The loopback Discord refused a digest: ${body}`);
    ids.push((JSON.parse(body) as { id: string }).id);
  }
  return ids;
}

async function openPage(
  browser: Browser,
  { origin }: LoopbackDiscord,
  viewport: typeof PHONE,
  colorScheme: 'dark' | 'light' = 'dark',
): Promise<Page> {
  const page = await browser.newPage({ viewport, colorScheme, locale: 'en-US' });
  await page.goto(`${origin}/`);
  await page.waitForSelector('html[data-ready]');
  await page.evaluate('document.fonts.ready');
  await page.waitForLoadState('networkidle');
  return page;
}

const messageOn = (page: Page, id: string) => page.locator(`discord-message[data-id="${id}"]`);

async function heightsOf(
  browser: Browser,
  discord: LoopbackDiscord,
  ids: readonly string[],
): Promise<number[]> {
  const page = await openPage(browser, discord, PHONE);
  const heights: number[] = [];
  for (const id of ids) {
    heights.push((await messageOn(page, id).boundingBox())?.height ?? 0);
  }
  await page.close();
  return heights;
}

/** What one reads of content and embeds, without marks and addresses. */
function readCharacters({ content, embeds }: FittedMessage): number {
  return [
    plainText(parseMarkdown(content)),
    ...embeds.flatMap(({ title = '', description = '', footer }) => [
      plainText(parseMarkdown(title, 'linked-title')),
      plainText(parseMarkdown(description, 'description')),
      footer?.text ?? '',
    ]),
  ].join('').length;
}

async function savePictures(
  browser: Browser,
  discord: LoopbackDiscord,
  posts: readonly DigestPost[],
  ids: readonly string[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, { width }] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    for (const scheme of ['dark', 'light'] as const) {
      // High enough for the highest message, so that nothing covers it.
      const page = await openPage(browser, discord, { width, height: 5000 }, scheme);
      for (const [index, { digest, look }] of posts.entries()) {
        const file = [digest.day, look.style, look.summary, name, scheme].join('-');
        await messageOn(page, ids[index] ?? '').screenshot({ path: join(folder, `${file}.png`) });
      }
      await page.close();
    }
  }
}

const print = (...lines: string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};
