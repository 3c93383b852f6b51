import { isUtf8 } from 'node:buffer';
import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { withCutFrontMatter } from '../digest/front-matter.ts';
import { parseDigest } from '../digest/parse.ts';
import type { ParseResult } from '../digest/types.ts';

/**
 * Larger digests aren't read; the largest of the published archive has 130 KB. An optional value
 * that is too long to be valid doesn't count, since it may cost only itself.
 */
export const MAX_DIGEST_BYTES = 4 * 1024 * 1024;

/** Larger files aren't even opened. */
const MAX_FILE_BYTES = 8 * MAX_DIGEST_BYTES;

/**
 * Reads and parses one digest file. A file that is too large, unreadable or not UTF-8 is a
 * problem like any other, never an exception.
 *
 * @param path where it is
 * @param file what to call it in problems
 */
export async function readDigest(path: string, file: string = path): Promise<ParseResult> {
  try {
    // Checked before opening: opening a named pipe would wait for its writer forever.
    const reason = notADigest(await stat(path));
    return reason === undefined ? parse(await readFile(path), file) : failed(file, reason);
  } catch (error) {
    return unreadable(file, error);
  }
}

/** Like {@link readDigest}, but synchronous. */
export function readDigestSync(path: string, file: string = path): ParseResult {
  try {
    const reason = notADigest(statSync(path));
    return reason === undefined ? parse(readFileSync(path), file) : failed(file, reason);
  } catch (error) {
    return unreadable(file, error);
  }
}

function notADigest(stats: Stats): string | undefined {
  if (!stats.isFile()) return 'not a file';
  return stats.size <= MAX_FILE_BYTES ? undefined : tooLarge(stats.size);
}

function tooLarge(bytes: number): string {
  return `file has ${bytes} bytes; the limit is ${MAX_DIGEST_BYTES}`;
}

function parse(bytes: Buffer, file: string): ParseResult {
  if (!isUtf8(bytes)) return failed(file, "file isn't UTF-8");
  let text = bytes.toString('utf8');
  if (bytes.length > MAX_DIGEST_BYTES) {
    text = withCutFrontMatter(text);
    if (Buffer.byteLength(text) > MAX_DIGEST_BYTES) return failed(file, tooLarge(bytes.length));
  }
  return parseDigest(text, file);
}

function unreadable(file: string, error: unknown): ParseResult {
  return failed(file, `can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
}

function failed(file: string, reason: string): ParseResult {
  return { digest: undefined, problems: [{ file, line: 1, reason }] };
}
