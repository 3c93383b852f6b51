import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClock } from '../../playground/clock.ts';
import { copyDigests } from '../../playground/digests.ts';
import { startDiscord } from '../../playground/server/start.ts';
import { createBotWatch } from '../../playground/workbench/bot-watch.ts';
import { LEAD_MS, moveClock } from '../../playground/workbench/move-clock.ts';
import {
  dayAfter,
  dropNextDigest,
  lastMorning,
  newestDigest,
  nextDigest,
} from '../../playground/workbench/next-digest.ts';
import { createRequestLog, redact } from '../../playground/workbench/request-log.ts';
import { ControlError } from '../../playground/workbench/serve.ts';
import { createWorkbench } from '../../playground/workbench/workbench.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Exchange } from '../../playground/server/http/exchanges.ts';

const SAMPLES = join(import.meta.dirname, '..', '..', 'digests');
const SAMPLE = '2021-05-05.md';

const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'workbench-test-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
};

describe("tomorrow's digest in the workbench", () => {
  it('is a valid digest of the next day', async () => {
    const text = await readFile(join(SAMPLES, SAMPLE), 'utf8');
    const before = parseDigest(text, SAMPLE);
    const after = parseDigest(nextDigest(text, '2021-05-05'), '2021-05-06.md');
    expect(after.problems).toEqual([]);
    expect(after.digest?.day).toBe('2021-05-06');
    const titles = before.digest?.papers.map(({ title }) => title) ?? [];
    expect(after.digest?.papers.map(({ title }) => title)).toEqual([
      ...titles.slice(1),
      ...titles.slice(0, 1),
    ]);
    expect(after.digest?.papers.map(({ rank }) => rank)).toEqual(titles.map((_, i) => i + 1));
    const counts = (digest: typeof after.digest) =>
      digest?.papers.flatMap(({ metrics }) => Object.values(metrics)).sort();
    expect(counts(after.digest)).toHaveLength(counts(before.digest)?.length ?? 0);
    expect(counts(after.digest)).not.toEqual(counts(before.digest));
  });

  it('crosses months and years', () => {
    expect(dayAfter('2021-12-31')).toBe('2022-01-01');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
  });

  it('is dropped whole under the right name, again and again', async () => {
    const place = await folder();
    await copyDigests(SAMPLES, place);
    const afternoon = new Date('2026-12-31T14:00:00').getTime();
    const named: string[] = [];
    const note = (day: string) => named.push(day);
    expect(await dropNextDigest(place, afternoon, note)).toBe('2027-01-01');
    expect(await dropNextDigest(place, afternoon, note)).toBe('2027-01-02');
    expect((await readdir(place)).sort()).toEqual([SAMPLE, '2027-01-01.md', '2027-01-02.md']);
    expect(await newestDigest(place)).toBe('2027-01-02.md');
    expect(named).toEqual(['2027-01-01', '2027-01-02']);
    const dropped = await readFile(join(place, '2027-01-02.md'), 'utf8');
    expect(dropped).not.toMatch(/2021-05-0|05\/0\d\/2021 /);
    const { problems, digest } = parseDigest(dropped, '2027-01-02.md');
    expect([problems, digest?.day]).toEqual([[], '2027-01-02']);
    expect(digest?.papers[0]?.observedAt).toMatch(/^2027-01-03T/);
  });

  it("is the next morning's, before nine as well", () => {
    expect(lastMorning(new Date('2026-12-31T08:59:59').getTime())).toBe('2026-12-30');
    expect(lastMorning(new Date('2026-12-31T09:00:00').getTime())).toBe('2026-12-31');
  });

  it('counts as written when its day began, so that it is as new as its day', async () => {
    const place = await folder();
    await copyDigests(SAMPLES, place);
    await dropNextDigest(place, new Date('2026-12-31T14:00:00').getTime());
    const { mtime } = await stat(join(place, '2027-01-01.md'));
    expect(mtime).toEqual(new Date('2027-01-01T00:00:00'));
  });

  it('needs an earlier digest', async () => {
    await expect(dropNextDigest(await folder(), Date.now())).rejects.toThrow(ControlError);
  });
});

describe("the workbench's folder of digests", () => {
  it('is a copy of the newest files, so that the original stays untouched', async () => {
    const from = await folder();
    const to = join(await folder(), 'copy');
    for (const day of ['2021-05-01', '2021-05-02', '2021-05-03'])
      await writeFile(join(from, `${day}.md`), day);
    expect(await copyDigests(from, to, 2)).toBe(to);
    expect(await readdir(to)).toEqual(['2021-05-02.md', '2021-05-03.md']);
  });

  it("is the original when that can't be read, so that the bot says why", async () => {
    expect(await copyDigests('/nowhere/at/all', '/nowhere/else')).toBe('/nowhere/at/all');
  });
});

describe("the workbench's clock", () => {
  const parts = () => {
    const told: number[] = [];
    const clock = createClock();
    let restarts = 0;
    return {
      told,
      restarts: () => restarts,
      clock,
      watch: createBotWatch(50),
      isBotRunning: () => true,
      tellBot: (offset: number) => told.push(offset),
      restartBot: async () => {
        restarts++;
      },
    };
  };

  it('stops just before the requested moment, and notifies the bot', async () => {
    const moved = parts();
    const to = Date.now() + 3_600_000;
    await moveClock(moved, to);
    expect(Math.abs(moved.clock.now() - (to - LEAD_MS))).toBeLessThan(100);
    expect(moved.told).toEqual([moved.clock.offset()]);
  });

  it('stays while the bot has not seen a dropped digest, and moves once it has', async () => {
    const moved = parts();
    const to = Date.now() + 86_400_000;
    moved.watch.dropped('2026-12-31');
    // Looking is no use before reading.
    moved.watch.note({ msg: 'looked for what is due', time: 1 });
    moved.watch.note({ msg: 'digest added', day: '2026-12-30' });
    moved.watch.note({ msg: 'looked for what is due', time: 2 });
    await expect(moveClock(moved, to)).rejects.toThrow(ControlError);
    expect(moved.told).toEqual([]);
    moved.watch.note({ msg: 'digest added', day: '2026-12-31' });
    const moving = moveClock(moved, to);
    expect(moved.told).toEqual([]);
    moved.watch.note({ msg: 'looked for what is due', time: 3 });
    await moving;
    expect(moved.told).toHaveLength(1);
  });

  it('is there only when the bot has looked for what is due', async () => {
    const moved = { ...parts(), watch: createBotWatch() };
    const to = Date.now() + 86_400_000;
    let isThere = false;
    const moving = moveClock(moved, to).then(() => (isThere = true));
    await expect.poll(() => moved.told).toHaveLength(1);
    moved.watch.note({ msg: 'looked for what is due', time: to - 60_000 });
    await Promise.resolve();
    expect(isThere).toBe(false);
    moved.watch.note({ msg: 'looked for what is due', time: to });
    await moving;
  });

  it('waits for no bot that is gone, and for none that is stuck in an outage', async () => {
    const gone = { ...parts(), isBotRunning: () => false };
    gone.watch.dropped('2026-12-31');
    await moveClock(gone, Date.now() + 86_400_000);
    expect(gone.told).toHaveLength(1);
    const stuck = { ...parts(), watch: createBotWatch() };
    stuck.watch.dropped('2026-12-31');
    stuck.watch.note({ msg: 'digest added', day: '2026-12-31' });
    await moveClock(stuck, Date.now() + 86_400_000, { isOutage: true });
    expect(stuck.told).toHaveLength(1);
  });

  it('returns to the present only by restarting the bot', async () => {
    const moved = parts();
    await moveClock(moved, Date.now() + 3_600_000);
    await expect(moveClock(moved, Date.now() + 1000)).rejects.toThrow(ControlError);
    await moveClock(moved, null);
    expect(moved.clock.offset()).toBe(0);
    expect(moved.restarts()).toBe(1);
  });
});

describe("the workbench's list of requests", () => {
  const exchange: Exchange = {
    id: 1,
    at: 0,
    method: 'POST',
    path: '/interactions/12/secret-token/callback?with_response=false',
    status: 204,
    ms: 3,
    request: '{"type":4,"token":"inner","data":{"content":"Bot T0KEN"}}',
    response: '',
  };

  it('shows no token', () => {
    const shown: Exchange[] = [];
    const log = createRequestLog(
      () => 'T0KEN',
      (request) => shown.push(request),
    );
    log.add(exchange);
    expect(shown).toEqual(log.all());
    expect(JSON.stringify(shown)).not.toMatch(/secret-token|inner|T0KEN/);
    expect(shown[0]?.path).toBe('/interactions/12/[token]/callback?with_response=false');
    expect(redact('/webhooks/1/abc/messages/@original', 'x')).toBe(
      '/webhooks/1/[token]/messages/@original',
    );
  });
});

describe("the workbench's controls", () => {
  const open = async () => {
    const seen: Exchange[] = [];
    const discord = await startDiscord({ onExchange: (exchange) => seen.push(exchange) });
    onTestFinished(() => discord.close());
    const guild = discord.world.addGuild({ name: 'Paper Lab' });
    const papers = guild.addChannel({ name: 'papers' });
    const digests = await folder();
    await copyDigests(SAMPLES, digests);
    const workbench = createWorkbench({
      discord,
      clock: createClock(),
      digests,
      watch: createBotWatch(),
      isBotRunning: () => false,
      tellBot: () => undefined,
      restartBot: () => Promise.resolve(),
    });
    discord.onRequest(workbench.handle);
    const use = (name: string, body: unknown, origin = discord.origin) =>
      fetch(`${discord.origin}/workbench/${name}`, {
        method: 'POST',
        headers: { origin },
        body: JSON.stringify(body),
      });
    const post = () =>
      fetch(`${discord.url}/v10/channels/${papers.id}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bot ${discord.token}`,
          'content-type': 'application/json',
          'user-agent': 'DiscordBot (https://example.invalid, 1.0)',
        },
        body: JSON.stringify({ content: 'hello' }),
      }).then(
        ({ status }) => status,
        () => 'no answer',
      );
    return { discord, papers, use, post, seen };
  };

  it("work only from this playground's own page", async () => {
    const { use, papers, post } = await open();
    for (const origin of ['https://elsewhere.example', 'http://127.0.0.1:1'])
      expect((await use('outage', { on: true }, origin)).status).toBe(403);
    expect(await post()).toBe(200);
    expect(papers.messages).toHaveLength(1);
  });

  it('say what is wrong with what they were sent', async () => {
    const { use } = await open();
    expect((await use('nothing', {})).status).toBe(404);
    expect((await use('outage', { on: 'yes' })).status).toBe(400);
    expect((await use('clock', { to: 5 })).status).toBe(422);
  });

  it('take a permission away and give it back', async () => {
    const { use, post, papers } = await open();
    await use('permissions', { channel: papers.id, denied: ['Send Messages'] });
    expect(await post()).toBe(403);
    await use('permissions', { channel: papers.id, denied: [] });
    expect(await post()).toBe(200);
  });

  it('fail as many posts as requested', async () => {
    const { use, post, papers } = await open();
    await use('fault', { kind: 'server-error', times: 2 });
    expect([await post(), await post(), await post()]).toEqual([500, 500, 200]);
    await use('fault', { kind: 'server-error', times: 9 });
    await use('clear-faults', {});
    expect(await post()).toBe(200);
    await use('fault', { kind: 'rate-limit' });
    expect(await post()).toBe(429);
    expect(papers.messages).toHaveLength(2);
  });

  it('lose the answer to a message that exists, and show that there was none', async () => {
    const { use, post, papers, seen } = await open();
    await use('fault', { kind: 'lost-answer' });
    expect(await post()).toBe('no answer');
    expect(papers.messages).toHaveLength(1);
    await expect.poll(() => seen.at(-1)).toMatchObject({ method: 'POST', status: null });
  });

  it('switch all of Discord off and on', async () => {
    const { use, post, seen } = await open();
    await use('outage', { on: true });
    expect(await post()).toBe(503);
    await use('outage', { on: false });
    expect(await post()).toBe(200);
    await expect.poll(() => seen.length).toBe(2);
    expect(seen[1]).toMatchObject({ method: 'POST', status: 200 });
    expect(seen[1]?.path).toMatch(/^\/channels\/\d+\/messages$/);
    expect(JSON.parse(seen[1]?.request ?? '')).toEqual({ content: 'hello' });
    expect(JSON.parse(seen[1]?.response ?? '')).toMatchObject({ content: 'hello' });
  });
});
