const [QUOTE, BACKSLASH, COLON] = bytes('"\\:');
const [OPENS_OBJECT, OPENS_ARRAY, CLOSES_OBJECT, CLOSES_ARRAY] = bytes('{[}]');
const [I, D, ZERO, NINE] = bytes('id09');
const MAX_BLANK = 0x20;

/**
 * The `id` of an object of Discord's (a snowflake), read from its JSON without making the object:
 * Discord answers a post with the whole message, 10 KB of which nothing else is wanted, and to make
 * objects of it 1,000 times a second costs more than sending them.
 *
 * @returns undefined where there is none
 */
export function idOf(json: Buffer): string | undefined {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === OPENS_OBJECT || byte === OPENS_ARRAY) depth++;
    else if (byte === CLOSES_OBJECT || byte === CLOSES_ARRAY) depth--;
    else if (byte === QUOTE) {
      const end = endOfString(json, at);
      if (depth === 1 && end - at === 3 && json[at + 1] === I && json[at + 2] === D) {
        const colon = pastBlanks(json, end + 1);
        // Otherwise "id" was a value.
        if (json[colon] === COLON) return digitsAt(json, pastBlanks(json, colon + 1));
      }
      at = end;
    }
  }
  return undefined;
}

/** Where the string that begins at `start` has its last quote. */
function endOfString(json: Buffer, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

function pastBlanks(json: Buffer, start: number): number {
  let at = start;
  while ((json[at] ?? Infinity) <= MAX_BLANK) at++;
  return at;
}

/** The string of digits that begins at `start`; undefined if there is something else. */
function digitsAt(json: Buffer, start: number): string | undefined {
  if (json[start] !== QUOTE) return undefined;
  let end = start + 1;
  while (isDigit(json[end])) end++;
  return json[end] === QUOTE && end > start + 1
    ? json.toString('latin1', start + 1, end)
    : undefined;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= (ZERO ?? 0) && byte <= (NINE ?? 0);
}

function bytes(text: string): number[] {
  return [...Buffer.from(text)];
}
