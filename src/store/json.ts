import { jsonSerializer, type KeyvSerializationAdapter } from 'keyv';

/** A string that begins with a colon: where it stands in JSON, and nowhere in most of it. */
const ESCAPED = /(?:^|[:,[])":/;

/**
 * Keyv's own JSON, in which a string with a colon in front may be a bigint or bytes. It asks that
 * of every string by a reviver, which makes reading five times slower than it is without any.
 */
export const json = {
  stringify: (value: unknown) => jsonSerializer.stringify(value),
  parse: <T>(text: string) =>
    ESCAPED.test(text) ? jsonSerializer.parse<T>(text) : (JSON.parse(text) as T),
} satisfies KeyvSerializationAdapter;
