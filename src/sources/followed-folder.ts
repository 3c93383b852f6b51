import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import { empty, failed, type SourceAnswer, type SourceFailure } from './answer.ts';
import { utf8 } from './fetch-once.ts';
import { createHttpClient, type HttpDependencies } from './http.ts';
import type { DigestSource } from './types.ts';

/** The archive's largest digest has 130 KB; text that causes only problems takes 100 times longer. */
const MAX_BYTES = 1024 * 1024;
/** A file is rejected if a larger share of its papers can't be read. */
const MAX_BROKEN = 0.3;
/** For how many files the last version is kept. */
const MAX_VERSIONS = 4;

/** A file as last sent, with the server's name for this version. */
interface Version {
  etag: string;
  text: string;
}

type FollowedDigest = SourceAnswer<{ text: string; from: string }>;

/**
 * A folder of digests that someone else publishes over HTTP(S), one file a day, named
 * `YYYY-MM-DD---Hot-Papers.md` or `YYYY-MM-DD.md`.
 *
 * @param folder with a slash at its end; see `followedFolderUrl`
 */
export function createFollowedFolder({
  folder,
  dependencies,
}: {
  folder: URL;
  dependencies: HttpDependencies;
}): DigestSource {
  const { now } = dependencies;
  const http = createHttpClient({ name: 'followed digests', dependencies, maxBytes: MAX_BYTES });
  const versions = new Map<string, Version>();

  async function digest(day: Day, signal: AbortSignal): Promise<FollowedDigest> {
    for (const file of [`${day}---Hot-Papers.md`, `${day}.md`]) {
      const url = new URL(file, folder);
      // The query may be needed to get access.
      url.search = folder.search;
      const text = await fetchText(url, signal);
      if (typeof text === 'object') return text;
      if (text === undefined) continue;
      return checkDigest(text, { day, file, from: urlWithoutQuery(url), now: now() });
    }
    return empty(day, now());
  }

  /** The text of a file; undefined if there is none. */
  async function fetchText(
    url: URL,
    signal: AbortSignal,
  ): Promise<string | undefined | SourceFailure> {
    const known = versions.get(url.href);
    const reply = await http.get(url, {
      accept: 'text/markdown, text/plain;q=0.9, */*;q=0.1',
      acceptedStatuses: known ? [200, 304, 404] : [200, 404],
      ...(known && { headers: { 'if-none-match': known.etag } }),
      signal,
    });
    if (reply.status === 'failed') return reply;
    if (reply.code === 304) return known?.text;
    versions.delete(url.href);
    if (reply.code === 404) return undefined;
    const text = utf8(reply.body);
    if (text === undefined) return failed('parse', `${urlWithoutQuery(url)} isn't UTF-8`);
    const etag = reply.header('etag') ?? '';
    if (/^(?:W\/)?"[\x21\x23-\x7E]{1,200}"$/.test(etag)) keepVersion(url, { etag, text });
    return text;
  }

  function keepVersion(url: URL, version: Version): void {
    versions.set(url.href, version);
    const [oldest] = versions.keys();
    if (versions.size > MAX_VERSIONS && oldest !== undefined) versions.delete(oldest);
  }

  return { id: 'follow', digest };
}

/** Checks that a text is the digest for that day, and mostly readable. */
function checkDigest(
  text: string,
  { day, file, from, now }: { day: Day; file: string; from: string; now: number },
): FollowedDigest {
  const { digest, problems } = parseDigest(text, file);
  const line = problems[0]?.line ?? 1;
  if (!digest) return failed('parse', `${from} isn't a digest: see line ${line}`);
  if (digest.day !== day) {
    return failed('parse', `${from} is the digest for ${digest.day}: see line ${line}`);
  }
  const { length: count } = problems;
  if (count > (digest.papers.length + count) * MAX_BROKEN) {
    return failed('parse', `${from} has ${count} problems, the first at line ${line}`);
  }
  // The archive has such days: a file without papers.
  if (digest.papers.length === 0) return empty(day, now);
  const remarks = problems.map((problem) => `line ${problem.line} of ${from} can't be read`);
  return { status: 'ok', value: { text, from }, observedAt: new Date(now), remarks };
}

/** Safe to show: the query may contain a key. */
function urlWithoutQuery(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/**
 * The URL of a folder of digests, with a slash at its end, from what an operator wrote. A folder on
 * GitHub may be given as the browser shows it, `https://github.com/OWNER/REPO/tree/BRANCH/digests`,
 * if the branch has no slash in its name; the result is where its raw files are. Undefined if it isn't
 * an http(s) URL, or if it has a password, which would end up in logs.
 */
export function followedFolderUrl(address: string): URL | undefined {
  const url = URL.parse(address.trim());
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return undefined;
  }
  const isGitHub = /^(?:www\.)?github\.com$/.test(url.hostname);
  const path = url.pathname.replace(/\/+$/, '');
  const folder = isGitHub
    ? /^\/([^/]+)\/([^/]+?)(?:\.git)?(?:\/tree\/([^/]+)(\/.+)?)?$/.exec(path)
    : undefined;
  if (folder === null) return undefined;
  if (folder === undefined) {
    url.pathname = `${path}/`;
    url.hash = '';
    return url;
  }
  const [, owner = '', repository = '', branch = 'HEAD', below = ''] = folder;
  return new URL(`https://raw.githubusercontent.com/${owner}/${repository}/${branch}${below}/`);
}
