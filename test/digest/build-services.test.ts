import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { itemOf } from '../sources/item.ts';
import { jsonOf, silent, status } from '../sources/server.ts';
import { COMPILED } from '../store/compiled.ts';
import { openServices, type Services } from '../support/services.ts';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'src/cli/digests.ts');
const FRIDAY = '2026-06-12';
const FILE = `${FRIDAY}---Hot-Papers.md`;

let folder: string;
let services: Services;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-build-'));
  services = await openServices();
  services.lists(FRIDAY, { '2606.00001': 118, '2606.00002': 7 });
  services.points.set('2606.00001', 42);
});
afterEach(() => rm(folder, { recursive: true }));

interface Run {
  child: ChildProcess;
  /** The code is a shell's: 130 for what SIGINT has ended, as npm lets itself be ended then. */
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

/** The tool as a shell starts it: a group of processes of its own, which Ctrl-C reaches whole. */
function start(program: string, words: readonly string[], cwd = folder): Run {
  const { PATH, HOME } = process.env;
  const env = { ...COMPILED, PATH, HOME, DIGESTS_DIR: folder, ...services.env };
  const child = spawn(program, words, { cwd, env, detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += String(data)));
  child.stderr.on('data', (data) => (err += String(data)));
  const ended: Run['ended'] = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code: signal === 'SIGINT' ? 130 : code, out, err });
    });
  });
  return { child, ended };
}

const run = (...words: string[]): Run['ended'] => start(process.execPath, [CLI, ...words]).ended;

describe('npm run digests -- build, with the services', () => {
  it('prints the digest in a dry run and writes nothing', async () => {
    const { code, out, err } = await run('build', FRIDAY, '--dry-run');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`${FRIDAY}: 2 papers would be written to ${FILE}\n---\n`);
    expect(out).toContain('# 1. About 2606.00001\n');
    expect(out).toContain('- upvotes: 118, points: 42 (');
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes a range of days that its check passes, and keeps them when repeated', async () => {
    const range = ['build', '2026-06-10', '--to', '2026-06-15'];
    const first = await run(...range);
    expect(first.out.split('\n')).toEqual([
      'no papers were listed for 2026-06-10',
      'no papers were listed for 2026-06-11',
      `${FRIDAY}: 2 papers written to ${FILE}`,
      '2026-06-13 was a Saturday: Hugging Face lists no papers on weekends',
      '2026-06-14 was a Sunday: Hugging Face lists no papers on weekends',
      'no papers were listed for 2026-06-15',
      '',
    ]);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(await readdir(folder)).toEqual([FILE]);
    const text = await readFile(join(folder, FILE), 'utf8');
    const checked = await run('check', folder);
    expect(checked).toEqual({ code: 0, out: '1 file, 2 papers, 0 problems\n', err: '' });

    services.lists(FRIDAY, { '2606.00001': 999 });
    const second = await run(...range);
    expect(second.out).toContain(`${FRIDAY}: ${FILE} already exists\n`);
    expect(second.code).toBe(0);
    expect(await readFile(join(folder, FILE), 'utf8')).toBe(text);
    expect(services.asked.filter((what) => what === `huggingface ${FRIDAY}`)).toHaveLength(1);
  });

  it('writes what else is known, and leaves out only what is wrong in a hostile answer', async () => {
    const id = (n: number): string => `2606.0001${n}`;
    const known = {
      submittedOnDailyAt: `${FRIDAY}T00:00:00.000Z`,
      githubRepo: 'https://github.com/owner/repo',
      githubStars: 251,
      projectPage: 'https://example.org/page',
      organization: { name: 'mit', fullname: '@everyone\n# 2. **MIT** "x" \\' },
      ai_keywords: ['a: b', '<@1>'],
      ai_summary: '---\nslug: "x"\n[x](https://evil.example) \u202e\ud83d',
      ai_summary_model: 'org/model:7b',
    };
    const picture = 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/x.png';
    const wrong = (value: unknown): object => ({
      ...{ githubRepo: value, githubStars: value, projectPage: value, organization: value },
      ...{ ai_keywords: value, ai_summary: value, ai_summary_model: value },
    });
    const items = [
      { ...itemOf(0, { ...known, id: id(0), upvotes: 9 }), thumbnail: picture },
      {
        ...itemOf(1, { ...known, id: id(1), upvotes: 8, ai_summary: 'x'.repeat(5_000_000) }),
        thumbnail: 'http://evil.example/x.png',
      },
      { ...itemOf(2, { ...known, id: id(2), upvotes: 7, ...wrong(-5) }), thumbnail: -5 },
      { ...itemOf(3, { ...known, id: id(3), upvotes: 6, ...wrong({}) }), thumbnail: {} },
    ];
    services.instead.set(`huggingface ${FRIDAY}`, jsonOf(items));
    expect(await run('build', FRIDAY)).toMatchObject({ code: 0, err: '' });
    const { code, out, err } = await run('check', '--json', folder);
    expect({ code, err }).toEqual({ code: 0, err: '1 file, 4 papers, 0 problems\n' });
    const { papers } = JSON.parse(out) as { papers: object[] };
    const all = {
      metrics: { upvotes: 9, stars: 251 },
      links: { code: 'https://github.com/owner/repo', project: 'https://example.org/page' },
      organization: '@everyone # 2. **MIT** "x" \\',
      keywords: ['a: b', '<@1>'],
      summary: { text: '--- slug: "x" [x](https://evil.example) \ufffd', by: 'org/model:7b' },
      picture,
    };
    expect(papers[0]).toMatchObject(all);
    const { links, organization, keywords } = all;
    expect(papers[1]).toMatchObject({ links, organization, keywords });
    for (const name of ['summary', 'picture']) expect(papers[1]).not.toHaveProperty(name);
    for (const [at, upvotes] of [
      [2, 7],
      [3, 6],
    ] as const) {
      expect(papers[at]).toHaveProperty('metrics', { upvotes });
      for (const name of ['links', 'organization', 'keywords', 'summary', 'picture']) {
        expect(papers[at]).not.toHaveProperty(name);
      }
    }
  });

  it('sends a User-Agent with the contact to every service', async () => {
    services.env['CONTACT'] = 'ada@example.org';
    await run('build', FRIDAY);
    expect(services.asked.map((what) => what.split(' ')[0])).toContain('hackernews');
    expect(services.agents()).toEqual([
      expect.stringMatching(/^Paperboy\/\S+ \(\+mailto:ada@example\.org\)$/),
    ]);
  });

  it('names the source that must not be asked now and until when, and stops there', async () => {
    services.instead.set('huggingface', status(429, { 'retry-after': '3600' }));
    const { code, out } = await run('build', '2026-06-11', '--to', FRIDAY);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(
        /^2026-06-11: Hugging Face: \S+ answered 429: too many requests; try again after \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/,
      ),
      'Stopped before 2026-06-12: run the same command again to continue.',
      '',
    ]);
    expect(services.asked).toEqual(['huggingface 2026-06-11']);
  });
});

describe('two builds at once that share a store', () => {
  it('send arXiv one request at a time, three seconds apart', async () => {
    await mkdir(join(folder, 'data'));
    services.lists('2026-06-11', { '2606.00009': 9 });
    const spans: { from: number; to: number }[] = [];
    services.instead.set('arxiv', (response) => {
      const from = performance.now();
      setTimeout(() => {
        spans.push({ from, to: performance.now() });
        status(404)(response);
      }, 500);
    });
    await Promise.all([run('build', '2026-06-11'), run('build', FRIDAY)]);
    expect(spans).toHaveLength(2);
    expect((spans[1]?.from ?? 0) - (spans[0]?.to ?? 0)).toBeGreaterThan(2900);
  });
});

describe('Ctrl-C while digests are built', () => {
  it('ends at once while a name is being looked up', async () => {
    const hang =
      "import dns from 'node:dns'; dns.lookup = () => { console.log('asked'); setTimeout(() => {}, 60_000); };";
    services.env['HUGGINGFACE_API'] = 'http://nowhere.invalid/api';
    const words = ['--import', `data:text/javascript,${hang}`, CLI, 'build', FRIDAY];
    const { child, ended } = start(process.execPath, words);
    await once(child.stdout ?? child, 'data');
    const began = performance.now();
    child.kill('SIGINT');
    expect(await ended).toEqual({
      code: 130,
      out: 'asked\nInterrupted: run the same command again to continue.\n',
      err: '',
    });
    expect(performance.now() - began).toBeLessThan(5000);
  }, 15_000);

  const THURSDAY = '2026-06-11';
  const RANGE = ['build', THURSDAY, '--to', FRIDAY];
  const first = `${THURSDAY}: 1 paper written to ${THURSDAY}---Hot-Papers.md\n`;

  it.each([
    ['by itself', process.execPath, [CLI, ...RANGE]],
    ['through npm', 'npm', ['run', 'digests', '--', ...RANGE]],
  ])(
    'ends at once with 130 when started %s, leaves no draft, and continues when repeated',
    async (...given) => {
      const [, program, words] = given;
      services.lists(THURSDAY, { '2606.00009': 9 });
      services.instead.set(`huggingface ${FRIDAY}`, silent);
      const { child, ended } = start(program, words, ROOT);
      await expect
        .poll(() => services.asked, { timeout: 15_000 })
        .toContain(`huggingface ${FRIDAY}`);
      const began = performance.now();
      process.kill(-Number(child.pid), 'SIGINT');
      const { code, out } = await ended;
      expect(performance.now() - began).toBeLessThan(5000);
      expect(code).toBe(130);
      expect(out).toContain(`${first}Interrupted: run the same command again to continue.\n`);
      expect(await readdir(folder)).toEqual([`${THURSDAY}---Hot-Papers.md`]);

      services.instead.clear();
      expect(await run(...RANGE)).toEqual({
        code: 0,
        out:
          `${THURSDAY}: ${THURSDAY}---Hot-Papers.md already exists\n` +
          `${FRIDAY}: 2 papers written to ${FILE}\n`,
        err: '',
      });
    },
  );
});
