import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { parseDigest } from '../digest/parse.ts';
import type { ParseResult } from '../digest/types.ts';

/** The largest digest of the archive has 130 KB; what is over this is no digest, and is not read. */
export const MAX_DIGEST_BYTES = 4 * 1024 * 1024;

/**
 * Reads and parses one digest file. A file that is too large, unreadable or not UTF-8 is a
 * problem like any other, never an exception.
 *
 * @param path where it is
 * @param file what to call it in problems
 */
export async function readDigest(path: string, file: string = path): Promise<ParseResult> {
  const failed = (reason: string): ParseResult => ({
    digest: undefined,
    problems: [{ file, line: 1, reason }],
  });
  let bytes: Buffer;
  try {
    // Asked before it is opened: opening a named pipe would wait for its writer for ever.
    const about = await stat(path);
    if (!about.isFile()) return failed('not a file');
    if (about.size > MAX_DIGEST_BYTES) {
      return failed(`file has ${about.size} bytes; a digest has at most ${MAX_DIGEST_BYTES}`);
    }
    bytes = await readFile(path);
  } catch (error) {
    return failed(`cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  if (!isUtf8(bytes)) return failed('file is not UTF-8');
  return parseDigest(bytes.toString('utf8'), file);
}
