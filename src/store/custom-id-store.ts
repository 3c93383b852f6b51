import { createHash } from 'node:crypto';
import type { Keyv } from 'keyv';

/** How long a button whose text is stored keeps working. */
const KEPT_MS = 90 * 24 * 3600 * 1000;

/** Begins every short form; a text that begins with it is always stored. */
const MARK = '~';

/** Fits texts into a component's `custom_id`, which takes 100 characters; short ones stay as is. */
export interface CustomIdStore {
  /** A form of `text` with at most `max` (24 or more) characters, for `expand`. */
  shorten(text: string, max: number): Promise<string>;
  /** The text; undefined when it has expired. */
  expand(form: string): Promise<string | undefined>;
}

/** Stores long texts under their hash for 90 days from when they were last shortened. */
export function createCustomIdStore(keyv: Keyv<string>): CustomIdStore {
  return {
    async shorten(text, max) {
      if (text.length <= max && !text.startsWith(MARK)) return text;
      const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
      await keyv.set(hash, text, KEPT_MS);
      return `${MARK}${hash}`;
    },
    async expand(form) {
      return form.startsWith(MARK) ? keyv.get(form.slice(MARK.length)) : form;
    },
  };
}
