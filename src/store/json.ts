import { jsonSerializer } from 'keyv';

/** A string that begins with a colon: where it stands in JSON, and nowhere in most of it. */
const ESCAPED = /(?:^|[:,[])":/;

/**
 * Keyv's own JSON, in which a string with a colon in front may be a bigint or bytes. To allow for
 * that it copies what it writes and asks every string that it reads, which takes several times as
 * long as plain JSON. Here that is done only where it makes a difference.
 */
export const json = {
  stringify: (value: unknown) =>
    isPlain(value) ? JSON.stringify(value) : jsonSerializer.stringify(value),
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Keyv's signature
  parse: <T>(text: string): T =>
    ESCAPED.test(text) ? jsonSerializer.parse(text) : (JSON.parse(text) as T),
};

/** Whether Keyv's JSON of it is plain JSON. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return !value.startsWith(':');
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined && !isPlain(inner)) return false;
  }
  return true;
}
