/** Windows-1252 from 0x80 to 0x9F; a NUL marks the five undefined bytes. */
const HIGH = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

const BYTE_OF = new Map<number, number>();
for (let byte = 0; byte < 256; byte++) BYTE_OF.set(byte, byte);
for (const [index, character] of Array.from(HIGH).entries()) {
  if (character !== '\0') BYTE_OF.set(character.codePointAt(0) ?? 0, 0x80 + index);
}

/**
 * Repairs UTF-8 that was read as Windows-1252 and saved as UTF-8 again (`GaÃ«l` back to `Gaël`).
 *
 * The text is repaired as a whole, and only if every character has a byte in Windows-1252 and these
 * bytes are valid UTF-8, which is practically never true of correct text with accents. Otherwise it
 * is returned unchanged. Code points below 256 that Windows-1252 lacks are their own byte, as in
 * lenient decoders.
 */
export function repairMojibake(text: string): string {
  const bytes = new Uint8Array(text.length);
  let ascii = true;
  for (let index = 0; index < text.length; index++) {
    const byte = BYTE_OF.get(text.charCodeAt(index));
    if (byte === undefined) return text;
    if (byte > 0x7f) ascii = false;
    bytes[index] = byte;
  }
  if (ascii) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return text;
  }
}
