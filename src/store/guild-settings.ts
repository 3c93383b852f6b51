import type { Keyv } from 'keyv';

/** What a server's managers chose for the whole server. Servers that chose nothing have no entry. */
export interface GuildSettings {
  /** Answers in the server's channels are only visible to the person who asked. */
  answers: 'private';
}

/** The settings of servers, kept in memory and written through. */
export interface AllGuildSettings {
  /** Whether answers in the server are private where people don't say otherwise. */
  hasPrivateAnswers(guildId: string): boolean;
  setPrivateAnswers(guildId: string, isPrivate: boolean): Promise<void>;
  /** Removes what is stored of a server. */
  remove(guildId: string): Promise<void>;
}

/** Reads all settings into memory. Changes are visible once they're on disk. */
export async function loadGuildSettings(keyv: Keyv<GuildSettings>): Promise<AllGuildSettings> {
  const withPrivateAnswers = new Set<string>();
  for await (const [guildId] of keyv.iterator() as AsyncIterable<[string, GuildSettings]>) {
    withPrivateAnswers.add(guildId);
  }
  let lastWrite: Promise<unknown> = Promise.resolve();

  /** One write after the other, or memory and disk could differ. A failed one rejects. */
  function enqueue(write: () => Promise<void>): Promise<void> {
    const result = lastWrite.then(write);
    lastWrite = result.catch(() => undefined);
    return result;
  }

  const remove = (guildId: string) =>
    enqueue(async () => {
      if (!withPrivateAnswers.has(guildId)) return;
      await keyv.delete(guildId);
      withPrivateAnswers.delete(guildId);
    });

  return {
    hasPrivateAnswers: (guildId) => withPrivateAnswers.has(guildId),
    setPrivateAnswers: (guildId, isPrivate) =>
      isPrivate
        ? enqueue(async () => {
            await keyv.set(guildId, { answers: 'private' });
            withPrivateAnswers.add(guildId);
          })
        : remove(guildId),
    remove,
  };
}
