/** Control characters and bidirectional controls. */
const CONTROL = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A title needs at least one of these, not just control characters. */
export const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Untrusted text as one line: white space is collapsed; control characters, bidirectional controls
 * and lone surrogates are removed or replaced. Text from this function is returned unchanged.
 */
export function oneLine(text: string): string {
  const spaced = text.toWellFormed().replace(/[\s\u0085]+/g, ' ');
  return spaced.replace(CONTROL, '').replace(/\s+/g, ' ').trim();
}
