import { createServer } from 'node:http';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../playground/digests.ts';
import { isMadeUp } from '../../playground/page/messages/made-up.ts';
import { servePicture } from '../../playground/pictures.ts';
import { lastMorning } from '../../playground/workbench/next-digest.ts';
import { absUrl, huggingFaceUrl, pdfUrl } from '../../src/digest/arxiv-id.ts';
import { parseDigest } from '../../src/digest/parse.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = join(ROOT, 'playground', 'sample');
const FILE = '2099-12-31.md';

const sample = async () => parseDigest(await readFile(join(SAMPLE, FILE), 'utf8'), FILE);
const papersOf = async () => (await sample()).digest?.papers ?? [];

const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'sample-test-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
};

describe("the playground's sample", () => {
  it('is a digest of ten papers without a problem, in which everything occurs that one can have', async () => {
    const { digest, problems } = await sample();
    const papers = digest?.papers ?? [];
    expect(problems).toEqual([]);
    expect(papers).toHaveLength(10);
    expect(papers.every(({ organization, keywords }) => organization && keywords)).toBe(true);
    expect(papers.filter(({ links }) => links?.code !== undefined)).toHaveLength(9);
    expect(papers.filter(({ links }) => links?.project !== undefined)).toHaveLength(5);
    expect(papers.filter(({ picture }) => picture !== undefined)).toHaveLength(9);
    expect(papers.some(({ summary }) => summary?.by !== undefined)).toBe(true);
    expect(papers.some(({ summary }) => summary && summary.by === undefined)).toBe(true);
    expect(papers.some(({ summary }) => summary === undefined)).toBe(true);
    expect(digest?.risen).toHaveLength(1);
  });

  it('has abstracts of the usual length', async () => {
    for (const { abstract, title } of await papersOf()) {
      const words = abstract.split(' ').length;
      expect(words, title).toBeGreaterThan(100);
      expect(words, title).toBeLessThan(200);
    }
  });

  it('links only where nothing can be', async () => {
    for (const { arxivId, links = {} } of await papersOf()) {
      const known = [absUrl(arxivId), pdfUrl(arxivId), huggingFaceUrl(arxivId)];
      for (const address of [...known, ...Object.values(links)])
        expect(isMadeUp(address), address).toBe(true);
    }
    for (const real of [
      'https://arxiv.org/abs/2105.01601',
      'https://arxiv.org/list/cs.CV/recent',
      'https://github.com/made-up/thing',
      'https://github.com/made--upon/thing',
      'https://example.org/',
      'https://example.evil.org/9912.1',
    ])
      expect(isMadeUp(real), real).toBe(false);
  });

  it('has a small drawing for every picture, and none without a paper', async () => {
    const named = (await papersOf()).flatMap(({ picture, arxivId }) =>
      picture === undefined ? [] : [`${arxivId}.svg`],
    );
    const drawn = await readdir(join(SAMPLE, 'pictures'));
    expect(drawn.sort()).toEqual(named.sort());
    for (const name of drawn) {
      const { size } = await stat(join(SAMPLE, 'pictures', name));
      expect(size, name).toBeLessThan(24_000);
      const text = await readFile(join(SAMPLE, 'pictures', name), 'utf8');
      // Nothing that runs, and nothing from elsewhere.
      expect(text.replace('http://www.w3.org/2000/svg', ''), name).not.toMatch(/script|http|href/i);
    }
  });

  it("isn't in the archive that the bot delivers from", async () => {
    for (const name of await readdir(join(ROOT, 'digests'))) {
      const text = await readFile(join(ROOT, 'digests', name), 'utf8');
      expect(text, name).not.toContain('Lanternfish');
    }
  });

  it("is dated the last morning, and is the newest of the playground's digests", async () => {
    const place = await folder();
    for (const day of ['2026-06-09', '2026-06-10', '2026-06-11'])
      await writeFile(join(place, `${day}---Hot-Papers.md`), day);
    await writeSample(place, new Date('2026-06-10T14:00:00').getTime());
    expect((await readdir(place)).sort()).toEqual(['2026-06-09---Hot-Papers.md', '2026-06-10.md']);
    const text = await readFile(join(place, '2026-06-10.md'), 'utf8');
    expect(text).not.toContain('2099');
    const { digest, problems } = parseDigest(text, '2026-06-10.md');
    expect([problems, digest?.day]).toEqual([[], '2026-06-10']);
    expect(digest?.papers[0]?.observedAt).toBe('2026-06-10T00:05:07');
  });

  it('has a day that has come', () => {
    const now = Date.now();
    expect(new Date(`${lastMorning(now)}T09:00:00`).getTime()).toBeLessThanOrEqual(now);
  });
});

describe('pictures in the playground', () => {
  const serve = async () => {
    const server = createServer((request, response) => {
      void servePicture(request, response).then((served) => {
        if (!served) response.writeHead(404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return (of: string, method = 'GET') =>
      fetch(`http://127.0.0.1:${port}/picture?${new URLSearchParams({ of }).toString()}`, {
        method,
      });
  };
  const SAMPLE_PICTURE =
    'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/9912.10482.png';

  it("are the sample's drawings", async () => {
    const get = await serve();
    const response = await get(SAMPLE_PICTURE);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(await response.text()).toBe(
      await readFile(join(SAMPLE, 'pictures', '9912.10482.svg'), 'utf8'),
    );
  });

  it('are the same stand-in for every other address', async () => {
    const get = await serve();
    const standIn = await (await get('https://elsewhere.example/a.png')).text();
    expect(standIn).toContain('<svg');
    for (const address of [
      '',
      'file:///etc/passwd',
      'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2606.13681.png',
      'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/../../9912.10482.png',
      `${SAMPLE_PICTURE}?x`,
      SAMPLE_PICTURE.replace('https', 'http'),
    ])
      expect(await (await get(address)).text(), address).toBe(standIn);
  });

  it('can only be read', async () => {
    const get = await serve();
    expect((await get(SAMPLE_PICTURE, 'POST')).status).toBe(404);
    expect((await get(SAMPLE_PICTURE, 'HEAD')).status).toBe(200);
  });
});
