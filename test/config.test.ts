import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const isDirectory = (path: string): boolean => path === 'digests' || path === '/archive';

describe('the settings', () => {
  it('need a token only', () => {
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
      },
    });
  });

  it('that are left empty are the defaults, so that .env.example works as it is', () => {
    const example = parse(readFileSync(join(import.meta.dirname, '../.env.example')));
    const read = readConfig({ ...example, DISCORD_TOKEN: 'abc' }, isDirectory);
    expect(read).toEqual(readConfig({ DISCORD_TOKEN: 'abc' }, isDirectory));
    expect(readConfig({ DISCORD_TOKEN: 'abc', POST_TIME: ' ' }, isDirectory).ok).toBe(true);
  });

  it('are all in .env.example', () => {
    const source = readFileSync(join(import.meta.dirname, '../src/config.ts'), 'utf8');
    const names = [...source.matchAll(/^ {4}([A-Z_]+): setting/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(5);
    const example = parse(readFileSync(join(import.meta.dirname, '../.env.example')));
    expect(Object.keys(example).sort()).toEqual(names.sort());
  });

  it.each([
    ['https://discord.com/api/', 'https://discord.com/api'],
    ['https://discord.com/api/v10', 'https://discord.com/api'],
    ['http://127.0.0.1:4400/api/v10/', 'http://127.0.0.1:4400/api'],
  ])('take the API as %s', (given, api) => {
    const read = readConfig({ DISCORD_TOKEN: 'abc', DISCORD_API: given }, isDirectory);
    expect(read).toMatchObject({ config: { api } });
  });

  it('take a token that was copied with its prefix', () => {
    expect(readConfig({ DISCORD_TOKEN: ' Bot abc.def ' }, isDirectory)).toMatchObject({
      config: { token: 'abc.def' },
    });
  });

  it('that are wrong are named all at once, each with what is accepted, and no value is repeated', () => {
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
    ]);
    expect(read.problems.join()).not.toContain('secret');
  });

  it('without a token say how to get one, and what works without', () => {
    const read = readConfig({}, isDirectory);
    if (read.ok) throw new Error('accepted');
    expect(read.problems).toEqual([
      expect.stringContaining('https://discord.com/developers/applications'),
    ]);
    expect(read.problems[0]).toContain('npm run playground');
  });
});
