import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFollowedFolder, followedFolderUrl } from '../../src/sources/followed-folder.ts';
import { archiveFiles } from '../support/archive.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { openService, type Respond, status } from './server.ts';
import { neverAborted, createFakeClock } from './fake-clock.ts';

const DAY = '2026-06-12';
const missing = status(404, {}, '404: Not Found');

/** A day's file with this many papers. */
const fileOf = (day = DAY, papers = 3): string =>
  markdownOf(digestOf({ day, papers: Array.from({ length: papers }, () => ({})) }));

/** A followed folder with scripted answers, on the morning after `DAY`. */
async function openFolder(...answers: (Respond | string)[]) {
  const service = await openService(...answers);
  const clock = createFakeClock();
  const folder = followedFolderUrl(`${service.origin}/our/digests?key=secret`);
  if (!folder) throw new Error('no folder');
  const followed = createFollowedFolder({ folder, dependencies: clock.dependencies });
  const ask = (day = DAY) => followed.digest(day, neverAborted());
  const from = `${service.origin}/our/digests/${DAY}---Hot-Papers.md`;
  return { service, clock, followed, ask, from };
}

describe('a followed digest', () => {
  it('is the file of its name, unchanged', async () => {
    const text = fileOf().replaceAll('\n', '\r\n');
    const { service, clock, ask, from } = await openFolder(text);
    expect(await ask()).toEqual({
      status: 'ok',
      value: { text, from },
      observedAt: new Date(clock.now),
      remarks: [],
    });
    expect(service.seen.map(({ url }) => url.pathname + url.search)).toEqual([
      `/our/digests/${DAY}---Hot-Papers.md?key=secret`,
    ]);
  });

  it('may be named by the day alone', async () => {
    const { service, ask } = await openFolder(missing, fileOf());
    expect(await ask()).toMatchObject({
      status: 'ok',
      value: { from: `${service.origin}/our/digests/${DAY}.md` },
    });
  });

  it.each([
    ['2026-06-12', 'not-yet'],
    ['2026-06-06', 'weekend'],
    ['2026-06-14', 'future'],
  ])("isn't there for %s: %s", async (day, reason) => {
    const { clock, ask } = await openFolder(missing, missing);
    const observedAt = new Date(clock.now);
    expect(await ask(day)).toEqual({ status: 'empty', reason, observedAt });
  });
});

describe('a followed digest without papers', () => {
  it('counts as missing', async () => {
    const { ask } = await openFolder(fileOf(DAY, 0));
    expect(await ask()).toMatchObject({ status: 'empty', reason: 'not-yet' });
  });

  it('counts as missing when it is readable, but not as an empty day', async () => {
    const { ask } = await openFolder(fileOf(DAY, 1).replace('- links: [abs]', '-'));
    expect(await ask()).toMatchObject({ status: 'failed', kind: 'parse' });
  });
});

describe("a followed file that didn't change", () => {
  it("isn't sent again, and gives the same answer", async () => {
    const unchanged = status(304, { etag: '"v1"' });
    const { service, ask } = await openFolder(
      status(200, { etag: '"v1"' }, fileOf()),
      unchanged,
      unchanged,
    );
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(await ask()).toEqual(first);
    expect(service.seen.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"v1"',
      '"v1"',
    ]);
  });

  it('is distinguished from one that did', async () => {
    const { service, ask } = await openFolder(
      status(200, { etag: 'W/"v1"' }, fileOf()),
      status(200, { etag: 'W/"v2"' }, fileOf(DAY, 4)),
      status(304),
    );
    await ask();
    await ask();
    expect(await ask()).toMatchObject({ status: 'ok', value: { text: fileOf(DAY, 4) } });
    expect(service.seen[2]?.headers['if-none-match']).toBe('W/"v2"');
  });

  it('is forgotten when it is removed', async () => {
    const { service, ask } = await openFolder(
      status(200, { etag: '"v1"' }, fileOf()),
      missing,
      missing,
      fileOf(),
    );
    await ask();
    expect(await ask()).toMatchObject({ status: 'empty' });
    await ask();
    expect(service.seen[3]?.headers['if-none-match']).toBeUndefined();
  });

  it('is remembered for a few files only', async () => {
    const days = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05'];
    const { service, ask } = await openFolder(
      ...days.map((day) => status(200, { etag: '"v1"' }, fileOf(day))),
      status(304),
      fileOf('2026-06-01'),
    );
    for (const day of days) await ask(day);
    expect(await ask('2026-06-05')).toMatchObject({ status: 'ok' });
    expect(await ask('2026-06-01')).toMatchObject({ status: 'ok' });
    expect(service.seen.map(({ headers }) => headers['if-none-match']).slice(5)).toEqual([
      '"v1"',
      undefined,
    ]);
  });

  it.each([
    ['without quotes', 'v1'],
    ['of 300 characters', `"${'x'.repeat(300)}"`],
  ])('is requested whole with a name %s', async (_what, etag) => {
    const { service, ask } = await openFolder(status(200, { etag }, fileOf()), fileOf());
    await ask();
    await ask();
    expect(service.seen[1]?.headers['if-none-match']).toBeUndefined();
  });

  it("can't be one that was never sent", async () => {
    const { ask } = await openFolder(status(304), fileOf());
    expect(await ask()).toMatchObject({ status: 'failed', kind: 'http' });
  });
});

describe("a followed file that isn't a digest", () => {
  it.each([
    ['a page of HTML', '<!doctype html>\n<title>404</title>', "isn't a digest: see line 1"],
    ['nothing', '', "isn't a digest: see line 1"],
    ['code as front matter', '---js\nprocess.exit()\n---\n', "isn't a digest: see line 1"],
    ['a digest of another day', fileOf('2026-06-11'), 'is the digest for 2026-06-11: see line 6'],
    [
      'a digest without a day that exists',
      fileOf().replace(`papers-${DAY}`, 'papers-2026-06-31'),
      "isn't a digest: see line 6",
    ],
  ])('is rejected: %s', async (_what, text, message) => {
    const { ask, from } = await openFolder(text);
    expect(await ask()).toEqual({ status: 'failed', kind: 'parse', message: `${from} ${message}` });
  });

  it("is rejected when it isn't UTF-8", async () => {
    const { ask, from } = await openFolder(status(200, {}, Buffer.from([0x2d, 0xe9, 0x0a])));
    expect(await ask()).toEqual({
      status: 'failed',
      kind: 'parse',
      message: `${from} isn't UTF-8`,
    });
  });

  it("isn't read when it is too large", async () => {
    const text = fileOf();
    const room = 1024 * 1024 - Buffer.byteLength(text);
    const { ask } = await openFolder(
      `${text}${' '.repeat(room)}`,
      `${text}${' '.repeat(room + 1)}`,
    );
    expect(await ask()).toMatchObject({ status: 'ok' });
    expect(await ask()).toMatchObject({ status: 'failed', kind: 'network' });
  });

  it('may have three broken papers in ten, and no more', async () => {
    const broken = (count: number): string => {
      let left = count;
      return fileOf(DAY, 10).replaceAll('- links: [abs]', (line) => (left-- > 0 ? '-' : line));
    };
    const { ask, from } = await openFolder(broken(3), broken(4));
    expect(await ask()).toMatchObject({
      status: 'ok',
      remarks: [21, 34, 47].map((line) => `line ${line} of ${from} can't be read`),
    });
    expect(await ask()).toEqual({
      status: 'failed',
      kind: 'parse',
      message: `${from} has 4 problems, the first at line 21`,
    });
  });
});

describe('a followed folder that is down', () => {
  it.each([
    ['answers 429', status(429), 'rate-limited'],
    ['answers 401', status(401), 'http'],
    ['sends us elsewhere', status(302, { location: 'https://example.invalid/' }), 'network'],
  ])("isn't empty when it %s, and its key isn't leaked", async (_what, respond, kind) => {
    const { service, ask } = await openFolder(respond);
    const answer = await ask();
    expect(answer).toMatchObject({ status: 'failed', kind });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(service.seen).toHaveLength(1);
  });
});

describe('a caller that gives up waiting for a followed folder', () => {
  it('gets its own reason', async () => {
    const stop = new AbortController();
    const { followed } = await openFolder(() => stop.abort(new Error('shutting down')));
    await expect(followed.digest(DAY, stop.signal)).rejects.toThrow('shutting down');
  });
});

const RAW = 'https://raw.githubusercontent.com/owner/repo';

describe("a followed folder's address", () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['https://example.com/digests', 'https://example.com/digests/'],
    ['http://example.com:8080/a/b//', 'http://example.com:8080/a/b/'],
    [' https://example.com/digests?key=x#top ', 'https://example.com/digests/?key=x'],
    ['https://github.com/owner/repo/tree/main/content/posts', `${RAW}/main/content/posts/`],
    ['https://github.com/owner/repo/tree/main/content/', `${RAW}/main/content/`],
    ['https://github.com/owner/repo/tree/v1.2', `${RAW}/v1.2/`],
    ['https://github.com/owner/repo', `${RAW}/HEAD/`],
    ['https://www.github.com/owner/repo.git', `${RAW}/HEAD/`],
    ['http://github.com/owner/repo?tab=readme#x', `${RAW}/HEAD/`],
    [`${RAW}/main/digests`, `${RAW}/main/digests/`],
  ])('turns %s into %s', (address, folder) => {
    expect(followedFolderUrl(address)?.href).toBe(folder);
  });

  it.each([
    '',
    'digests',
    'ftp://example.com/',
    'file:///etc/',
    'https://user:word@example.com/',
    'https://user@example.com/',
    'https://github.com/',
    'https://github.com/owner',
    'https://github.com/owner/repo/blob/main/README.md',
    'https://github.com/owner/repo/tree',
  ])('is refused as %j', (address) => {
    expect(followedFolderUrl(address)).toBeUndefined();
  });

  it('ends in a slash, whatever was given', () => {
    const address = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string().map((path) => `https://github.com/${path}`),
      fc.string(),
    );
    fc.assert(
      fc.property(address, (text) => {
        const folder = followedFolderUrl(text);
        expect(folder === undefined || folder.pathname.endsWith('/')).toBe(true);
      }),
    );
  });
});

describe.skipIf(archiveFiles().length === 0)('the published archive as a followed folder', () => {
  it('can be followed', async () => {
    const files = archiveFiles();
    const { ask } = await openFolder(...files.map(({ text }) => text));
    for (const { name, text } of files) {
      const isEmpty = !text.includes('\n# 1. ');
      expect(await ask(name.slice(0, 10))).toMatchObject(
        isEmpty ? { status: 'empty' } : { status: 'ok', value: { text }, remarks: [] },
      );
    }
  });
});
