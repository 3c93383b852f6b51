import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoopbackDiscord, startDiscord } from '../playground/server/start.ts';
import { english } from '../src/i18n/translate.ts';
import { COMPILED } from './store/compiled.ts';

const root = join(import.meta.dirname, '..');
let folder: string;
let discord: LoopbackDiscord;
let processes: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-main-'));
  await mkdir(join(folder, 'digests'));
  await copyFile(join(root, 'digests/2021-05-05.md'), join(folder, 'digests/2021-05-05.md'));
  await utimes(join(folder, 'digests/2021-05-05.md'), 1_600_000_000, 1_600_000_000);
  discord = await startDiscord();
});
afterEach(async () => {
  for (const child of processes) child.kill('SIGKILL');
  processes = [];
  await discord.close();
  await rm(folder, { recursive: true, force: true });
});

/** Starts Paperboy as `npm start` does, in a separate folder without `.env`. */
function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'src/main.ts')], {
    cwd: folder,
    env: {
      ...COMPILED,
      PATH: process.env['PATH'],
      DISCORD_TOKEN: discord.token,
      DISCORD_API: discord.url,
      SOURCES: 'none',
      ...env,
    },
  });
  processes.push(child);
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  return {
    child,
    ended,
    output: () => output,
    ready: () => expect.poll(() => output, { timeout: 15_000 }).toContain('Paperboy is ready'),
  };
}

const requests = (pattern: RegExp): number =>
  discord.transcript.entries.filter(({ summary }) => pattern.test(summary)).length;

describe('npm start', () => {
  it('explains how to get a token when it is missing, along with all other problems', async () => {
    const { ended, output } = start({
      DISCORD_TOKEN: '',
      TIMEZONE: 'Mars',
      DIGESTS_DIR: 'nowhere',
    });
    expect(await ended).toBe(1);
    expect(output().split('\n')).toEqual([
      "Paperboy can't start:",
      expect.stringMatching(/^- DISCORD_TOKEN is missing\. .*npm run playground$/),
      expect.stringMatching(/^- DIGESTS_DIR must be/),
      expect.stringMatching(/^- TIMEZONE must be/),
      '',
    ]);
  });

  it('ends with a sentence when Discord rejects the token', async () => {
    const { ended, output } = start({ DISCORD_TOKEN: 'wrong.wrong.wrong' });
    expect(await ended).toBe(1);
    expect(output()).toContain('Discord does not accept DISCORD_TOKEN');
    expect(output()).not.toContain('wrong.wrong');
    expect(output()).not.toContain('    at ');
  });

  it('refuses to start with a broken store, and names the file', async () => {
    await mkdir(join(folder, 'data'));
    await copyFile(join(root, 'LICENSE'), join(folder, 'data/paperboy.db'));
    const { ended, output } = start();
    expect(await ended).toBe(1);
    expect(output()).toContain('paperboy.db');
    expect(output()).not.toContain('    at ');
  });

  it('answers, ends cleanly on SIGTERM, and posts and registers nothing twice', async () => {
    const guild = discord.world.addGuild({ name: 'Paper Lab' });
    const papers = guild.addChannel({ name: 'papers' });
    const ada = guild.addMember({ name: 'ada', permissions: 1n << 3n });

    const first = start();
    await first.ready();
    const answer = await ada.type(papers, '/subscribe');
    await ada.press(answer, english('post.button', { day: '2021-05-05' }));
    expect(papers.messages).toHaveLength(1);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(first.output()).toContain('Paperboy has stopped');
    // The gateway connection was closed properly: 1000, not the 1006 of a broken connection.
    await expect.poll(() => requests(/client's connection ended \(1000\)/)).toBe(1);

    const second = start();
    await second.ready();
    const again = await ada.press(answer, english('post.button', { day: '2021-05-05' }));
    expect(again.content).toBe(
      english('post.again', {
        day: '2021-05-05',
        channel: `<#${papers.id}>`,
        link: `https://discord.com/channels/${guild.id}/${papers.id}/${papers.messages[0]?.id ?? ''}`,
      }),
    );
    expect(papers.messages).toHaveLength(1);
    expect(requests(/PUT .*\/commands/)).toBe(1);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);

    expect(first.output() + second.output()).not.toContain(discord.token);
  });

  it('waits while Discord is unreachable, and ends at once on SIGTERM', async () => {
    const { child, ended, output } = start({ DISCORD_API: 'http://127.0.0.1:1/api' });
    await expect
      .poll(output, { timeout: 15_000 })
      .toContain('Discord cannot be reached; trying again in 1 s');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
