import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import { failed, createHttp } from './http.ts';
import type { Net } from './dependencies.ts';
import { utf8 } from './text.ts';
import type { DigestSource, SourceAnswer, SourceFailure } from './types.ts';
import { reasonForNothing } from './utc-day.ts';

/** The largest digest of the archive has 130 KB; text that is nothing but problems takes a hundredfold. */
const MAX_BYTES = 1024 * 1024;
/** When more of a digest's papers than this cannot be read, the file is not taken. */
const MAX_BROKEN = 0.3;
/** Of how many files the last version is remembered. */
const REMEMBERED = 4;

/** A file as it was last answered, and the name that its server gives this version. */
interface Version {
  etag: string;
  text: string;
}

/**
 * A folder of digests that somebody else publishes over HTTP(S), one file a day, named
 * `YYYY-MM-DD---Hot-Papers.md` or `YYYY-MM-DD.md`.
 *
 * @param folder with a slash at its end; see `digestFolder`
 */
export function createFollowed({ folder, net }: { folder: URL; net: Net }): DigestSource {
  const name = 'followed digests';
  const http = createHttp({ name, net, maxBytes: MAX_BYTES });
  const versions = new Map<string, Version>();

  /** The text of a file; undefined where there is none. */
  async function read(url: URL, signal: AbortSignal): Promise<string | undefined | SourceFailure> {
    const known = versions.get(url.href);
    const reply = await http.get(url, {
      accept: 'text/markdown, text/plain;q=0.9, */*;q=0.1',
      understood: known ? [200, 304, 404] : [200, 404],
      ...(known && { headers: { 'if-none-match': known.etag } }),
      signal,
    });
    if (reply.status === 'failed') return reply;
    if (reply.code === 304) return known?.text;
    versions.delete(url.href);
    if (reply.code === 404) return undefined;
    const text = utf8(reply.body);
    if (text === undefined) return failed('parse', `${placeOf(url)} isn't UTF-8`);
    const etag = reply.header('etag') ?? '';
    if (/^(?:W\/)?"[\x21\x23-\x7E]{1,200}"$/.test(etag)) remember(url, { etag, text });
    return text;
  }

  function remember(url: URL, version: Version): void {
    versions.set(url.href, version);
    const [oldest] = versions.keys();
    if (versions.size > REMEMBERED && oldest !== undefined) versions.delete(oldest);
  }

  async function digest(
    day: Day,
    signal: AbortSignal,
  ): Promise<SourceAnswer<{ text: string; from: string }>> {
    for (const file of [`${day}---Hot-Papers.md`, `${day}.md`]) {
      const url = new URL(file, folder);
      // What an address has behind its `?` may be what opens it.
      url.search = folder.search;
      const text = await read(url, signal);
      if (typeof text === 'object') return text;
      if (text !== undefined) return check(text, day, file, placeOf(url));
    }
    return nothing(day);
  }

  /** Whether a text is what it should be: the digest of that day, and most of it readable. */
  function check(
    text: string,
    day: Day,
    file: string,
    from: string,
  ): SourceAnswer<{ text: string; from: string }> {
    const { digest: found, problems } = parseDigest(text, file);
    const line = problems[0]?.line ?? 1;
    if (!found) return failed('parse', `${from} isn't a digest: see line ${line}`);
    if (found.day !== day) {
      return failed('parse', `${from} is the digest for ${found.day}: see line ${line}`);
    }
    if (problems.length > (found.papers.length + problems.length) * MAX_BROKEN) {
      const count = problems.length;
      return failed('parse', `${from} has ${count} problems, the first at line ${line}`);
    }
    // The archive has such days: a file, and no paper in it.
    if (found.papers.length === 0) return nothing(day);
    const remarks = problems.map((problem) => `line ${problem.line} of ${from} can't be read`);
    return { status: 'ok', value: { text, from }, observedAt: new Date(net.now()), remarks };
  }

  const nothing = (day: Day): SourceAnswer<{ text: string; from: string }> => ({
    status: 'empty',
    reason: reasonForNothing(day, net.now()),
    observedAt: new Date(net.now()),
  });

  return { id: 'follow', digest };
}

/** An address for logs and people. */
const placeOf = (url: URL): string => `${url.origin}${url.pathname}`;
