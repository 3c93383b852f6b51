import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../playground/launch.ts';

const ROOT = join(import.meta.dirname, '..', '..');

interface State {
  online: boolean;
  guilds: { channels: { id: string; name: string }[]; members: { id: string; name: string }[] }[];
}

interface Message {
  content: string;
  flags?: number;
  embeds: unknown[];
  author: { username: string };
}

/** The launcher as a newcomer starts it, with a temporary folder of its own to look into. */
function start(temporary: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['playground/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, PORT: '0', TZ: 'Asia/Tokyo', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  const url = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const address = /^Playground: (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(line)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
  });
  return { child, said, url };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (await holds()) return;
    await delay(50);
  }
  throw new Error(`Waited in vain until ${what}`);
}

describe('the playground as a newcomer starts it', { timeout: 60_000 }, () => {
  let temporary: string;
  let child: ChildProcess;
  let said: string[];
  let url: string;
  const state = async () => (await (await fetch(`${url}playground/state`)).json()) as State;
  const seenBy = async (name: string): Promise<Message[]> => {
    const guild = (await state()).guilds[0];
    const user = guild?.members.find((member) => member.name === name)?.id ?? '';
    const channel = guild?.channels.find(({ name: called }) => called === 'papers')?.id ?? '';
    const query = new URLSearchParams({ user, channel });
    return (await (
      await fetch(`${url}playground/messages?${query.toString()}`)
    ).json()) as Message[];
  };

  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'launch-test-'));
    const started = start(temporary);
    ({ child, said } = started);
    const ended = once(child, 'close').then(() => {
      throw new Error(`It ended instead of starting:\n${said.join('\n')}`);
    });
    ended.catch(() => undefined);
    url = await Promise.race([started.url, ended]);
  }, 60_000);

  afterAll(async () => {
    child.kill('SIGKILL');
    await rm(temporary, { recursive: true, force: true });
  });

  it('prints only the address, on a line of its own, and what to try', async () => {
    await expect.poll(() => said.length).toBe(2);
    expect(said[0]).toBe(`Playground: ${url}`);
  });

  it('serves the page at that address', async () => {
    expect(await (await fetch(url)).text()).toContain('<discord-messages');
  });

  it('has delivered the sample to #papers', async () => {
    const [digest] = (await seenBy('ben')).filter(({ embeds }) => embeds.length > 0);
    expect(digest?.author.username).toBe('Paperboy');
    expect(JSON.stringify(digest?.embeds[0])).toContain('Lanternfish');
  });

  it("subscribes in the machine's own time zone", async () => {
    const [answer] = (await seenBy('ada')).filter(({ flags = 0 }) => (flags & 64) !== 0);
    expect(answer?.content).toContain('Asia/Tokyo');
  });

  it('hides answers to ada from ben', async () => {
    expect((await seenBy('ada')).some(({ flags = 0 }) => (flags & 64) !== 0)).toBe(true);
    expect((await seenBy('ben')).some(({ flags = 0 }) => (flags & 64) !== 0)).toBe(false);
  });

  it('restarts the bot for its own page only', async () => {
    const press = (origin: string) =>
      fetch(`${url}workbench/restart`, { method: 'POST', headers: { origin }, body: '{}' }).then(
        ({ status }) => status,
      );
    expect(await press('https://elsewhere.example')).toBe(403);
    expect((await state()).online).toBe(true);
    expect(await press(new URL(url).origin)).toBe(200);
    await until('the bot is back', async () => (await state()).online);
    expect((await seenBy('ben')).filter(({ embeds }) => embeds.length > 0)).toHaveLength(1);
  });

  it('ends within seconds of a signal, leaving nothing behind', async () => {
    expect(await readdir(temporary)).toHaveLength(1);
    const asked = performance.now();
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(6000);
    expect(await readdir(temporary)).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('a playground started through npm', { timeout: 60_000 }, () => {
  it('ends when npm is ended, although npm passes no signal on', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'launch-test-'));
    // Like npm, in a shell, which dies of a signal without passing it on.
    const shell = spawn('sh', ['-c', `"${process.execPath}" playground/main.ts; true`], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: temporary, PORT: '0', npm_lifecycle_event: 'playground' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: shell.stdout }), 'line')) as [string];
    const url = line.replace('Playground: ', '');
    expect((await fetch(url)).status).toBe(200);
    shell.kill('SIGTERM');
    await until('nobody answers any more', () =>
      fetch(url).then(
        () => false,
        () => true,
      ),
    );
    await until('the folder is gone', async () => (await readdir(temporary)).length === 0);
    await rm(temporary, { recursive: true });
  });
});

describe("the playground's settings", () => {
  it('are a few of our own digests and port 4400 if missing or empty', () => {
    const defaults = {
      port: 4400,
      digestsDir: join(ROOT, 'digests'),
      mostDigests: 5,
      withSample: true,
    };
    expect(readSettings({})).toEqual(defaults);
    expect(readSettings({ DIGESTS_DIR: '', PORT: '' })).toEqual(defaults);
    expect(readSettings({ DIGESTS_DIR: ' ', PORT: ' ' })).toEqual(defaults);
  });

  it("are all digests of a user's folder, and any port", () => {
    const digestsDir = join(process.cwd(), 'mine');
    expect(readSettings({ DIGESTS_DIR: 'mine', PORT: '0' })).toEqual({ port: 0, digestsDir });
    expect(readSettings({ DIGESTS_DIR: digestsDir, PORT: ' 65535 ' })).toEqual({
      port: 65_535,
      digestsDir,
    });
  });

  it.each(['http', '80a', '4400.5', '-1', '0x10', '1e3', '65536', '٤٤٠٠'])(
    'refuse the port %s',
    (port) => {
      expect(() => readSettings({ PORT: port })).toThrow(
        'PORT must be a whole number from 0 to 65535',
      );
    },
  );

  it('end the playground with one sentence if they are wrong', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'launch-test-'));
    const { child, said } = start(temporary, { PORT: 'http' });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(1);
    expect(said).toEqual([
      'The playground could not start. PORT must be a whole number from 0 to 65535, such as 4400; 0 for any free one.',
    ]);
    expect(await readdir(temporary)).toEqual([]);
    await rm(temporary, { recursive: true });
  });
});

describe("a playground whose bot can't start", { timeout: 60_000 }, () => {
  it("says so in the bot's own words, and ends", async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'launch-test-'));
    const { child, said } = start(temporary, { DIGESTS_DIR: join(temporary, 'nowhere') });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(1);
    expect(said.join('\n')).toMatch(/could not start[^]*exit code 1[^]*DIGESTS_DIR/);
    expect(await readdir(temporary)).toEqual([]);
    await rm(temporary, { recursive: true });
  });

  it('opens without a digest if the folder has none', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'launch-test-'));
    const digests = await mkdtemp(join(tmpdir(), 'launch-digests-'));
    await mkdir(join(digests, 'empty'));
    const { child, said, url } = start(temporary, { DIGESTS_DIR: digests });
    await url;
    expect(said[0]).toMatch(/No digest was posted/);
    child.kill('SIGTERM');
    await once(child, 'close');
    await rm(temporary, { recursive: true });
    await rm(digests, { recursive: true });
  });
});
