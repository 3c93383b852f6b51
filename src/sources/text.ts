/** Controls that are no white space, and the marks that turn the writing direction. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/**
 * Outside text as one line of data: white space collapsed, control characters out, half characters
 * replaced. It is not made safe for any format.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(/[\s\u0085]+/g, ' ')
    .trim();
}

/** A body as text, without a byte order mark; undefined when it is not UTF-8. */
export function utf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** A body as JSON; undefined, which JSON does not know, when it is none. */
export function json(body: Buffer): unknown {
  try {
    return JSON.parse(utf8(body) ?? '');
  } catch {
    return undefined;
  }
}
