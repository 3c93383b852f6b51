import { createHash } from 'node:crypto';
import matter from 'gray-matter';
import { z } from 'zod';

/** Front matter is a dozen lines; a file whose closing line is further down has none. */
const MAX_LENGTH = 16_384;

const Fields = z.object({
  title: z.string().trim().min(1).optional(),
  slug: z.string().optional(),
  /** What wrote the file, `paperboy@0.1.0`. Other writers may mean anything by these names. */
  generator: z.string().optional().catch(undefined),
  /** What was asked for it, a line a source. */
  sources: z.array(z.string()).optional().catch(undefined),
  /** When its counts were read once more. */
  refreshed: z.string().optional().catch(undefined),
  checksum: z.string().optional().catch(undefined),
});

/** What a digest needs of its front matter. */
export type FrontMatter = z.infer<typeof Fields>;

type Result =
  | { ok: true; data: FrontMatter; /** 0-based line at which the body begins. */ bodyStart: number }
  | { ok: false; /** 1-based. */ line: number; reason: string };

function refuse(): never {
  throw new Error('only YAML front matter is supported');
}

/**
 * gray-matter runs `---js` front matter as code. The first line is checked before it sees the
 * text, and these engines are the second lock.
 */
const engines = Object.fromEntries(
  ['javascript', 'js', 'coffee', 'coffeescript', 'cson', 'toml', 'json'].map((language) => [
    language,
    { parse: refuse, stringify: refuse },
  ]),
);

/**
 * Reads the YAML between the two `---` lines at the top of a digest. The only place that calls
 * gray-matter. Never throws: what cannot be read is a line and a reason.
 *
 * @param lines the file's lines, without line ends
 */
export function readFrontMatter(lines: readonly string[]): Result {
  if (lines[0]?.trimEnd() !== '---') {
    return { ok: false, line: 1, reason: 'no front matter: the first line must be ---' };
  }
  const close = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (close === -1) {
    return { ok: false, line: 1, reason: 'front matter has no closing --- line' };
  }
  const yaml = lines.slice(1, close).join('\n');
  if (yaml.length > MAX_LENGTH) {
    return { ok: false, line: 1, reason: `front matter is over ${MAX_LENGTH} characters` };
  }
  let data: unknown;
  try {
    // Options are always passed: without them gray-matter caches, and a malformed text that threw
    // once comes back as {} the next time.
    data = matter(`---\n${yaml}\n---\n`, { language: 'yaml', engines }).data;
  } catch (error) {
    return { ok: false, ...describe(error) };
  }
  const fields = Fields.safeParse(asWritten(data, lines.slice(1, close)));
  if (fields.success) return { ok: true, data: fields.data, bodyStart: close + 1 };
  const key = String(fields.error.issues[0]?.path[0] ?? '');
  const at = lines.findIndex((line) => key !== '' && line.startsWith(`${key}:`));
  return {
    ok: false,
    line: at === -1 ? 1 : at + 1,
    reason: key === '' ? "front matter isn't a list of fields" : `front matter: ${key} isn't text`,
  };
}

/** YAML makes a date of `slug: 2021-05-05` and a number of `title: 2021`; text was meant. */
function asWritten(data: unknown, lines: readonly string[]): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const fields = Object.entries(data).map(([key, value]: [string, unknown]) => {
    if (!(value instanceof Date) && typeof value !== 'number') return [key, value];
    const line = lines.find((one) => one.startsWith(`${key}:`)) ?? '';
    return [
      key,
      line
        .slice(key.length + 1)
        .replace(/\s#.*$/, '')
        .trim(),
    ];
  });
  return Object.fromEntries(fields);
}

/** js-yaml's exceptions carry a 0-based line within the YAML, which itself begins on line 2. */
function describe(error: unknown): { line: number; reason: string } {
  const mark = (error as { mark?: { line?: number } }).mark;
  const said = (error as { reason?: string }).reason ?? (error as Error).message;
  return { line: (mark?.line ?? -1) + 2, reason: `front matter isn't valid YAML: ${said.trim()}` };
}

/** What a digest's front matter says of how it came to be. */
export interface Provenance {
  /** `paperboy@0.1.0`; whoever wrote a file may write over it. */
  generator: string;
  /** A line a source: who was asked, when, and what came of it. */
  sources: readonly string[];
  /** When the counts were read once more. */
  refreshed?: Date;
}

/** What a file says of itself. */
export interface Origin {
  /** Paperboy wrote it. */
  isOurs: boolean;
  /** Nobody has changed it since. */
  isUnedited: boolean;
  isRefreshed: boolean;
  /** Its provenance's lines. */
  sources: readonly string[];
}

const KEYS = /^(generator|sources|refreshed|checksum)\s*:/;
const CHECKSUM = /^checksum: "([\w-]+)"$/;

/**
 * A digest's text with this provenance in its front matter, in place of any that it had, and with
 * a checksum over all of it. The text is not touched otherwise, but that its lines end in LF and a
 * byte order mark goes. Undefined where it has no front matter, or one that takes no such lines.
 */
export function withProvenance(text: string, provenance: Provenance): string | undefined {
  const lines = linesOf(text);
  const close = closingLine(lines);
  if (close === -1) return undefined;
  const given = lines.slice(0, close).filter(isKept());
  while (given.at(-1)?.trim() === '') given.pop();
  const { generator, sources, refreshed } = provenance;
  const head = [
    ...given,
    `generator: ${quoted(generator)}`,
    'sources:',
    ...sources.map((source) => `  - ${quoted(source)}`),
    ...(refreshed ? [`refreshed: ${quoted(refreshed.toISOString())}`] : []),
  ];
  const rest = ['', ...lines.slice(close)];
  const checksum = checksumOf([...head, ...rest]);
  const written = [...head, `checksum: ${quoted(checksum)}`, ...rest];
  // Front matter may be written in ways that a line more breaks, `{ title: "T" }` for one.
  const read = readFrontMatter(written);
  return read.ok && read.data.checksum === checksum ? written.join('\n') : undefined;
}

/** Who wrote this file, and whether it is as it was written. */
export function originOf(text: string): Origin {
  const lines = linesOf(text);
  const read = readFrontMatter(lines);
  if (!read.ok) return { isOurs: false, isUnedited: false, isRefreshed: false, sources: [] };
  const { generator, checksum, refreshed, sources = [] } = read.data;
  const at = lines.findIndex((line) => CHECKSUM.test(line));
  return {
    isOurs: generator?.startsWith('paperboy@') === true,
    isUnedited: checksum !== undefined && checksum === checksumOf(lines.toSpliced(at, 1)),
    isRefreshed: refreshed !== undefined,
    sources,
  };
}

function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
}

function closingLine(lines: readonly string[]): number {
  return lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---');
}

/** Keeps the lines of all keys but those of a provenance; a list's items may stand unindented. */
function isKept(): (line: string) => boolean {
  let isDropping = false;
  return (line) => {
    if (!isDropping || /^[^\s-]/.test(line)) isDropping = KEYS.test(line);
    return !isDropping;
  };
}

function checksumOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 22);
}

/** Text as a YAML value: JSON's, in ASCII alone. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
