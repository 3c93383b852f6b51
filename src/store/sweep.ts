import type { DatabaseSync } from 'node:sqlite';

/** How many rows are looked at in one go (about a millisecond), and how often. */
const BATCH = 1000;
const INTERVAL = 60_000;

/**
 * Deletes expired rows of every namespace, going round the table a batch at a time. There is no
 * index by `expires`: it would cost every write, and one that is damaged would name living rows.
 *
 * @returns to be called before writes; does nothing where the last time is less than a minute ago,
 * unless that found many
 */
export function createSweep(connection: DatabaseSync): () => void {
  const lastOfBatch = connection.prepare(
    `SELECT namespace, key FROM entries WHERE (namespace, key) > (?, ?)
     ORDER BY namespace, key LIMIT 1 OFFSET ${BATCH - 1}`,
  );
  const removeUpTo = connection.prepare(
    `DELETE FROM entries
     WHERE (namespace, key) > (?, ?) AND (namespace, key) <= (?, ?) AND expires <= ?`,
  );
  const removeRest = connection.prepare(
    'DELETE FROM entries WHERE (namespace, key) > (?, ?) AND expires <= ?',
  );
  let from: [namespace: string, key: string] = ['', ''];
  let next = 0;

  return () => {
    const now = Date.now();
    if (now < next) return;
    const end = lastOfBatch.get(...from) as { namespace: string; key: string } | undefined;
    const { changes } = end
      ? removeUpTo.run(...from, end.namespace, end.key, now)
      : removeRest.run(...from, now);
    from = end ? [end.namespace, end.key] : ['', ''];
    if (Number(changes) < BATCH / 4) next = now + INTERVAL;
  };
}
