import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/operator-error.ts';
import { openStore } from '../../src/store/open.ts';
import {
  entriesOf,
  execute,
  openError,
  PARTS,
  snapshot,
  sqliteFiles,
  storeWith,
} from './stores.ts';

const backend = sqliteFiles();
afterAll(() => backend.dispose());
const newFile = (): string => join(backend.folder, `${randomUUID()}.db`);

type Entries = Map<string, unknown>;

/** A value of some bytes, sometimes of several pages. */
const valueOf = (i: number, round: number) => ({
  i,
  round,
  text: 'v'.repeat((i * 97) % 700 ** (i % 60 === 0 ? 1.4 : 1)),
});

/** A store of a few hundred rows, some deleted; if `crashed`, with a log as long as itself. */
async function createStore(file: string, crashed: boolean): Promise<Entries> {
  const entries: Entries = new Map();
  const draft = `${file}.draft`;
  let store = await openStore(`sqlite:${draft}`);
  let keyv = store.keyv('n');
  for (let i = 0; i < 300; i++) entries.set(`key ${i}`, valueOf(i, 0));
  await keyv.setMany([...entries].map(([key, value]) => ({ key, value })));
  for (let i = 0; i < 40; i += 2) {
    await keyv.delete(`key ${i}`);
    entries.delete(`key ${i}`);
  }
  await store.close();
  if (crashed) {
    store = await openStore(`sqlite:${draft}`);
    keyv = store.keyv('n');
    for (let i = 41; i < 80; i++) {
      await keyv.set(`key ${i}`, valueOf(i, 1), i % 2 ? 1e10 : undefined);
      entries.set(`key ${i}`, valueOf(i, 1));
    }
    await keyv.setMany(['last 1', 'last 2'].map((key) => ({ key, value: key })));
    for (const key of ['last 1', 'last 2']) entries.set(key, key);
  }
  snapshot(draft, file);
  if (crashed) await store.close();
  return entries;
}

/** Numbers below `n`, the same for the same seed (a linear congruence). */
function randomFrom(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

function damage(bytes: Buffer, random: (n: number) => number): { how: string; damaged: Buffer } {
  const at = random(bytes.length);
  const damaged = Buffer.from(bytes);
  const how = ['a bit flipped', 'a byte changed', 'cut off', 'cut off at a page'][random(4)] ?? '';
  if (how === 'cut off') return { how: `${how} at ${at}`, damaged: damaged.subarray(0, at) };
  if (how === 'cut off at a page') {
    return { how: `${how}, ${at}`, damaged: damaged.subarray(0, at - (at % 4096)) };
  }
  const before = bytes[at] ?? 0;
  damaged[at] = how === 'a bit flipped' ? before ^ (1 << random(8)) : before + 1 + random(255);
  return { how: `${how} at ${at}`, damaged };
}

/** `refused`, `intact`, or what is wrong with how a damaged store opens. */
async function outcomeOf(file: string, entries: Entries): Promise<string> {
  let store;
  try {
    store = await openStore(`sqlite:${file}`);
  } catch (error) {
    const { message } = error as Error;
    const isHelpful =
      error instanceof OperatorError && message.includes('npm run store -- restore');
    return isHelpful ? 'refused' : `refused with: ${message}`;
  }
  try {
    const keyv = store.keyv('n');
    expect(new Map(await entriesOf(keyv))).toEqual(entries);
    expect(await keyv.getMany([...entries.keys()])).toEqual([...entries.values()]);
    return 'intact';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await store.close();
  }
}

describe('a store damaged at 100 random places', () => {
  it.each([
    ['closed', false, [''], 40],
    ['left by a killed process', true, PARTS, 60],
  ])(
    'either refuses and says how to restore, or has lost nothing (%s)',
    async (_what, crashed, parts, places) => {
      const seed = randomInt(2 ** 32);
      const random = randomFrom(seed);
      const good = newFile();
      const entries = await createStore(good, crashed);
      const file = newFile();
      const outcomes: string[] = [];
      for (let n = 0; n < places; n++) {
        snapshot(good, file);
        const part = parts[random(parts.length)] ?? '';
        const { how, damaged } = damage(readFileSync(`${good}${part}`), random);
        writeFileSync(`${file}${part}`, damaged);
        const outcome = await outcomeOf(file, entries);
        const isFine = outcome === 'refused' || outcome === 'intact';
        outcomes.push(isFine ? outcome : `${part || 'the file'} ${how}: ${outcome}`);
      }
      const losses = outcomes.filter((outcome) => !/^(refused|intact)$/.test(outcome));
      expect(losses, `seed ${seed}`).toEqual([]);
      expect(outcomes).toContain('refused');
    },
  );
});

describe('a row that was altered', () => {
  const change = async (sql: string): Promise<string> => {
    const file = newFile();
    await storeWith(file, { a: 1, b: 2 });
    execute(file, sql);
    return (await openError(file))?.replaceAll(file, 'FILE') ?? 'opened';
  };

  it.each([
    ['value', `UPDATE entries SET value = replace(value, '1', '3') WHERE key = 'a'`],
    ['key', `UPDATE entries SET key = 'aa' WHERE key = 'a'`],
    ['namespace', `UPDATE entries SET namespace = 'm' WHERE key = 'a'`],
    ['time to live', `UPDATE entries SET expires = 1 WHERE key = 'a'`],
    ['checksum', `UPDATE entries SET crc = crc + 1 WHERE key = 'a'`],
  ])('is found by its %s when the store is opened', async (_what, sql) => {
    expect(await change(sql)).toMatch(
      /^The store file FILE is damaged \(the row "[mn]\/aa?" doesn't match its checksum\) and was left unchanged: restore a backup of your own with `npm run store -- restore FILE` \(there is no good daily backup\)\.$/,
    );
  });

  it('is also found when the row is read', async () => {
    const file = newFile();
    await storeWith(file, { a: 1, b: 2 });
    const store = await openStore(`sqlite:${file}`);
    execute(file, `UPDATE entries SET value = replace(value, '1', '3') WHERE key = 'a'`);
    const keyv = store.keyv('n');
    for (const reading of [keyv.get('a'), keyv.getMany(['b', 'a']), keyv.has('a'), entriesOf(keyv)])
      await expect(reading).rejects.toThrow(`the row "n/a" doesn't match its checksum`);
    expect(await keyv.get('b')).toBe(2);
    await store.close();
  });
});

describe('the log left by a killed process', () => {
  /** Four writes of one frame each, and then `last`. */
  async function logOf(last: Record<string, unknown> = { e: 5 }) {
    const [draft, file] = [newFile(), newFile()];
    await storeWith(draft, { start: 0 });
    const store = await openStore(`sqlite:${draft}`);
    const keyv = store.keyv('n');
    for (const key of ['a', 'b', 'c', 'd']) await keyv.set(key, key);
    await keyv.setMany(Object.entries(last).map(([key, value]) => ({ key, value })));
    snapshot(draft, file);
    await store.close();
    return { file, log: readFileSync(`${file}-wal`), keys: ['a', 'b', 'c', 'd'] };
  }
  const frameAt = (n: number): number => 32 + (n - 1) * (24 + 4096);
  const flip = (file: string, log: Buffer, at: number): void => {
    const damaged = Buffer.from(log);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(`${file}-wal`, damaged);
  };

  it('is read when it is intact', async () => {
    const { file, keys } = await logOf();
    const store = await openStore(`sqlite:${file}`);
    expect(await store.keyv('n').getMany([...keys, 'e'])).toEqual([...keys, 5]);
    await store.close();
  });

  it.each([
    ['its header', 20],
    ['a frame', frameAt(2) + 2000],
    ['the salt of a frame', frameAt(2) + 9],
    ['the checksum of a frame', frameAt(2) + 20],
  ])('is refused when %s is damaged, with and without its index', async (_what, at) => {
    const { file, log } = await logOf();
    flip(file, log, at);
    expect(await openError(file)).toMatch(/is damaged \(.* log/);
    expect(await openError(file)).toMatch(/is damaged \(.* log/);
    writeFileSync(`${file}-shm`, '');
    expect(await openError(file)).toMatch(/is damaged \(.* log/);
  });

  it('is refused when its end is damaged or missing according to the index', async () => {
    const { file, log } = await logOf();
    flip(file, log, log.length - 2000);
    expect(await openError(file)).toContain('frame 5 of its log');
    writeFileSync(`${file}-wal`, log.subarray(0, frameAt(4)));
    expect(await openError(file)).toContain('frame 4 of its log');
    truncateSync(`${file}-wal`);
    expect(await openError(file)).toContain('its log is missing');
  });

  it('is accepted when it ends in an unacknowledged write, as after a power failure', async () => {
    const large = 'x'.repeat(20_000);
    const { file, log, keys } = await logOf({ e: large });
    // Any frames of a single write may be missing, and the index may be stale.
    flip(file, log, frameAt(7));
    writeFileSync(`${file}-shm`, '');
    const store = await openStore(`sqlite:${file}`);
    expect(await store.keyv('n').getMany([...keys, 'e'])).toEqual([...keys, undefined]);
    await store.close();
  });
});
