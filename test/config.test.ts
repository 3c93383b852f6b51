import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config/config.ts';

const isDirectory = (path: string): boolean => path === 'digests' || path === '/archive';

describe('the settings', () => {
  it('need only a token', () => {
    expect(readConfig({ DISCORD_TOKEN: 'abc.def.ghi' }, isDirectory)).toEqual({
      ok: true,
      config: {
        token: 'abc.def.ghi',
        api: 'https://discord.com/api',
        digestsDir: 'digests',
        databaseUrl: 'sqlite:data/paperboy.db',
        postTime: '09:00',
        timeZone: 'UTC',
        whenUnsure: 'skip',
        requestsPerSecond: 48,
        logLevel: 'info',
        sources: {
          ids: ['huggingface', 'arxiv', 'hackernews'],
          huggingfaceApi: 'https://huggingface.co/api',
          arxivApi: 'https://export.arxiv.org/api',
          hackernewsApi: 'https://hn.algolia.com/api/v1',
          top: 10,
          minUpvotes: 5,
        },
      },
    });
  });

  it('use the defaults when left empty, so that .env.example works as it is', () => {
    const example = parse(readFileSync(join(import.meta.dirname, '../.env.example')));
    const read = readConfig({ ...example, DISCORD_TOKEN: 'abc' }, isDirectory);
    expect(read).toEqual(readConfig({ DISCORD_TOKEN: 'abc' }, isDirectory));
    expect(readConfig({ DISCORD_TOKEN: 'abc', POST_TIME: ' ' }, isDirectory).ok).toBe(true);
  });

  it('are all in .env.example', () => {
    const source = readFileSync(join(import.meta.dirname, '../src/config/config.ts'), 'utf8');
    const names = [...source.matchAll(/^ +([A-Z_]+): (?:setting|address|optional)\(/gm)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(15);
    const example = parse(readFileSync(join(import.meta.dirname, '../.env.example')));
    expect(Object.keys(example).sort()).toEqual(names.sort());
  });

  it.each([
    ['https://discord.com/api/', 'https://discord.com/api'],
    ['https://discord.com/api/v10', 'https://discord.com/api'],
    ['http://127.0.0.1:4400/api/v10/', 'http://127.0.0.1:4400/api'],
  ])('accept the API as %s', (given, api) => {
    const read = readConfig({ DISCORD_TOKEN: 'abc', DISCORD_API: given }, isDirectory);
    expect(read).toMatchObject({ config: { api } });
  });

  it('accept a token that was copied with its prefix', () => {
    expect(readConfig({ DISCORD_TOKEN: ' Bot abc.def ' }, isDirectory)).toMatchObject({
      config: { token: 'abc.def' },
    });
  });

  it('report all problems at once with what is accepted, without repeating a value', () => {
    const read = readConfig(
      {
        DISCORD_TOKEN: 'my secret',
        DISCORD_API: 'discord',
        DIGESTS_DIR: '/nowhere',
        DATABASE_URL: 'postgres://me:secret@db/x',
        POST_TIME: '9 am',
        TIMEZONE: 'Berlin',
        WHEN_UNSURE: 'maybe',
        REQUESTS_PER_SECOND: '0',
        LOG_LEVEL: 'loud',
        SOURCES: 'huggingface, reddit',
        FOLLOW: 'ftp://me:secret@example.org/digests',
        HUGGINGFACE_API: 'huggingface',
        ARXIV_API: 'file:///secret',
        HACKERNEWS_API: 'hn',
        CONTACT: 'secret',
        DIGEST_TOP: '51',
        DIGEST_MIN_UPVOTES: '-1',
      },
      isDirectory,
    );
    if (read.ok) throw new Error('accepted');
    expect(read.problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DISCORD_TOKEN',
      'DISCORD_API',
      'DIGESTS_DIR',
      'DATABASE_URL',
      'POST_TIME',
      'TIMEZONE',
      'WHEN_UNSURE',
      'REQUESTS_PER_SECOND',
      'LOG_LEVEL',
      'SOURCES',
      'FOLLOW',
      'HUGGINGFACE_API',
      'ARXIV_API',
      'HACKERNEWS_API',
      'CONTACT',
      'DIGEST_TOP',
      'DIGEST_MIN_UPVOTES',
    ]);
    expect(read.problems.join()).not.toContain('secret');
  });

  it('explain how to get a token when it is missing, and what works without one', () => {
    const read = readConfig({}, isDirectory);
    if (read.ok) throw new Error('accepted');
    expect(read.problems).toEqual([
      expect.stringContaining('https://discord.com/developers/applications'),
    ]);
    expect(read.problems[0]).toContain('npm run playground');
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'a list in any order and case',
      { SOURCES: 'ArXiv , huggingface' },
      { ids: ['huggingface', 'arxiv'] },
    ],
    ['none', { SOURCES: 'none' }, { ids: [] }],
    [
      'none, even with a folder to follow',
      { SOURCES: 'none', FOLLOW: 'https://example.org/d' },
      { ids: [] },
    ],
    [
      'a folder to follow alone',
      { SOURCES: 'follow', FOLLOW: 'https://example.org/digests/' },
      { ids: ['follow'], follow: 'https://example.org/digests' },
    ],
    [
      'a folder to follow beside the others',
      { FOLLOW: 'https://example.org/digests' },
      { ids: ['huggingface', 'arxiv', 'hackernews', 'follow'] },
    ],
    [
      'another API address',
      { ARXIV_API: 'http://127.0.0.1:9/api/' },
      { arxivApi: 'http://127.0.0.1:9/api' },
    ],
    ['an email address', { CONTACT: 'ada@example.org' }, { contact: 'mailto:ada@example.org' }],
    ['a web page', { CONTACT: 'https://example.org/bot' }, { contact: 'https://example.org/bot' }],
    ['other numbers', { DIGEST_TOP: '50', DIGEST_MIN_UPVOTES: '0' }, { top: 50, minUpvotes: 0 }],
  ])('accept the sources %s', (_what, env, sources) => {
    const read = readConfig({ DISCORD_TOKEN: 'abc', ...env }, isDirectory);
    expect(read).toMatchObject({ ok: true, config: { sources } });
    if (read.ok && !('follow' in sources) && env['SOURCES'] === 'none') {
      expect(read.config.sources).not.toHaveProperty('follow');
    }
  });

  it.each<[Record<string, string>, string]>([
    [{ SOURCES: 'huggingface' }, 'SOURCES includes huggingface, which needs arxiv'],
    [{ SOURCES: 'follow' }, 'FOLLOW is missing'],
    [{ SOURCES: 'arxiv,hackernews' }, 'SOURCES has nothing to get papers from'],
    [{ SOURCES: 'none,arxiv' }, 'SOURCES must be a comma-separated list of'],
    [{ SOURCES: ',' }, 'SOURCES must be a comma-separated list of'],
    [{ CONTACT: 'Ada (ada@example.org)' }, 'CONTACT must be an email address'],
    [{ CONTACT: 'javascript:alert(1)' }, 'CONTACT must be an email address'],
    [{ DIGEST_TOP: '0' }, 'DIGEST_TOP must be a whole number from 1 to 50'],
    [{ DIGEST_MIN_UPVOTES: '1.5' }, 'DIGEST_MIN_UPVOTES must be a whole number'],
  ])('reject the sources %j along with all other problems', (env, problem) => {
    const read = readConfig({ DISCORD_TOKEN: 'abc', POST_TIME: 'noon', ...env }, isDirectory);
    if (read.ok) throw new Error('accepted');
    expect(read.problems).toEqual([
      expect.stringContaining('POST_TIME'),
      expect.stringContaining(problem),
    ]);
  });
});
