import { createHash } from 'node:crypto';
import type { Keyv } from 'keyv';

/** How long a button that needed the store keeps working. */
const KEPT_MS = 90 * 24 * 3600 * 1000;

/** Marks a short form; `keep` never gives it to a text that stands for itself. */
const MARK = '~';

/** Texts for a button's `custom_id`, which takes 100 characters: short ones stand for themselves. */
export interface CustomIdStore {
  /** A form of `text` with at most `max` (24 or more) characters that `recall` turns back. */
  shorten(text: string, max: number): Promise<string>;
  /** The text; undefined when it was too long ago. */
  expand(form: string): Promise<string | undefined>;
}

/** Long texts are stored under their hash for 90 days, counted anew whenever they are kept. */
export function openCustomIdStore(keyv: Keyv<string>): CustomIdStore {
  return {
    async shorten(text, max) {
      if (text.length <= max && !text.startsWith(MARK)) return text;
      const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
      await keyv.set(name, text, KEPT_MS);
      return `${MARK}${name}`;
    },
    async expand(form) {
      return form.startsWith(MARK) ? keyv.get(form.slice(MARK.length)) : form;
    },
  };
}
