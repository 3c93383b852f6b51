import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localDate } from '../../src/digest/day.ts';
import { openStore } from '../../src/store/open.ts';
import type { StoredSubscription } from '../../src/store/subscriptions.ts';
import { digestOf, markdownOf } from '../../test/support/digest.ts';
import type { Opened } from './server.ts';

/** The files that the bot starts with. */
interface Fixture {
  folder: string;
  digests: string;
  databaseUrl: string;
}

const MINUTE_MS = 60_000;
const AT_ONCE = 5000;

const ABSTRACT =
  'We study what there is to study, and show that less of it is needed than was thought: a model of '
    .concat('plain layers, trained on what everybody has, comes as far as those that are larger. ')
    .repeat(5);

/**
 * Subscribes every channel for a time ten minutes ago, and writes one digest of ten papers.
 *
 * @param now Unix milliseconds
 */
export const createFixture = async (targets: Opened['targets'], now: number): Promise<Fixture> => {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  const digests = join(folder, 'digests');
  await mkdir(digests);
  const timeZone = zoneAtNoon(now);
  const day = localDate(now, timeZone);
  const papers = Array.from({ length: 10 }, (_, n) => ({
    title: `Paper ${n + 1}: a title that is about as long as the titles of papers are`,
    abstract: ABSTRACT,
  }));
  const file = join(digests, `${day}.md`);
  await writeFile(file, markdownOf(digestOf({ day, papers })));
  // An old modification time, since the bot waits for files that may still be being written.
  await utimes(file, now / 1000 - 3600, now / 1000 - 3600);

  const databaseUrl = `sqlite:${join(folder, 'paperboy.db')}`;
  const store = await openStore(databaseUrl);
  const subscriptions = store.keyv<StoredSubscription>('subscriptions');
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(
    now - 10 * MINUTE_MS,
  );
  const since = now - 2 * 24 * 60 * MINUTE_MS;
  const all = targets.map((target) => ({
    key: target.channelId,
    value: { ...target, top: 10, categories: [], time, timeZone, since },
  }));
  for (let from = 0; from < all.length; from += AT_ONCE)
    await subscriptions.setMany(all.slice(from, from + AT_ONCE));
  await store.close();
  return { folder, digests, databaseUrl };
};

/** A time zone in which it's about noon, so that nothing depends on when the benchmark is run. */
const zoneAtNoon = (now: number): string => {
  const ahead = 12 - new Date(now).getUTCHours();
  // The sign in these names is reversed.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
};
