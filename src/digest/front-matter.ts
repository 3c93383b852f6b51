import { createHash } from 'node:crypto';
import matter from 'gray-matter';
import { z } from 'zod';
import type { Line } from './types.ts';

/**
 * Front matter is a dozen lines; with a later closing line it isn't front matter. Version 0.1.0
 * counts the lists of optional values, too, so written files must stay below it with them.
 */
export const MAX_FRONT_MATTER = 16_384;

const Fields = z.object({
  title: z.string().trim().min(1).optional(),
  slug: z.string().optional(),
  /** What wrote the file, `paperboy@0.1.0`. Other tools may use these names for anything. */
  generator: z.string().optional().catch(undefined),
  /** One line per source. */
  sources: z.array(z.string()).optional().catch(undefined),
  /** When the counts were refreshed. */
  refreshed: z.string().optional().catch(undefined),
  checksum: z.string().optional().catch(undefined),
});

/** The front matter fields that matter to a digest. */
export type FrontMatter = z.infer<typeof Fields>;

/** The lists of optional values, which YAML never sees: a mistake costs only its line. */
interface OptionalLists {
  details: Line[];
  risen: Line[];
}

type FrontMatterResult =
  | {
      ok: true;
      data: FrontMatter;
      lists: OptionalLists;
      /** 0-based line where the body begins. */
      bodyStart: number;
    }
  | { ok: false; /** 1-based. */ line: number; reason: string };

function refuse(): never {
  throw new Error('only YAML front matter is supported');
}

/**
 * gray-matter runs `---js` front matter as code. The first line is checked before gray-matter sees
 * the text; these engines are a second safeguard.
 */
const engines = Object.fromEntries(
  ['javascript', 'js', 'coffee', 'coffeescript', 'cson', 'toml', 'json'].map((language) => [
    language,
    { parse: refuse, stringify: refuse },
  ]),
);

/**
 * Reads the YAML between the two `---` lines at the top of a digest. The only place that calls
 * gray-matter. Never throws: unreadable input gives a line and a reason.
 *
 * @param lines the file's lines, without line ends
 */
export function readFrontMatter(lines: readonly string[]): FrontMatterResult {
  if (lines[0]?.trimEnd() !== '---') {
    return { ok: false, line: 1, reason: 'no front matter: the first line must be ---' };
  }
  const close = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (close === -1) {
    return { ok: false, line: 1, reason: 'front matter has no closing --- line' };
  }
  const { yamlLines, lists } = withoutLists(lines.slice(1, close));
  const texts = yamlLines.map(({ text }) => text);
  const yaml = texts.join('\n');
  if (yaml.length > MAX_FRONT_MATTER) {
    return { ok: false, line: 1, reason: `front matter is over ${MAX_FRONT_MATTER} characters` };
  }
  let data: unknown;
  try {
    // Always with options: without them gray-matter caches, and malformed text that threw once
    // gives {} the next time.
    data = matter(`---\n${yaml}\n---\n`, { language: 'yaml', engines }).data;
  } catch (error) {
    return { ok: false, ...describe(error, yamlLines) };
  }
  const fields = Fields.safeParse(asWritten(data, texts));
  if (fields.success) return { ok: true, data: fields.data, lists, bodyStart: close + 1 };
  const key = String(fields.error.issues[0]?.path[0] ?? '');
  const at = lines.findIndex((line) => key !== '' && line.startsWith(`${key}:`));
  return {
    ok: false,
    line: at === -1 ? 1 : at + 1,
    reason: key === '' ? "front matter isn't a list of fields" : `front matter: ${key} isn't text`,
  };
}

const LIST_KEY = /^(details|risen)\s*:(?=\s|$)(.*)$/;
const NO_ITEMS = /^\s*(?:\[\s*\]|~|null)?\s*(?:#.*)?$/;

/** Takes the optional lists out of the front matter: each ends at a line that begins another field. */
function withoutLists(lines: readonly string[]): { yamlLines: Line[]; lists: OptionalLists } {
  const lists: OptionalLists = { details: [], risen: [] };
  const yamlLines: Line[] = [];
  let into = yamlLines;
  for (const [index, text] of lines.entries()) {
    const number = index + 2;
    const [, name, inline = ''] = LIST_KEY.exec(text) ?? [];
    if (name !== undefined) {
      into = lists[name as keyof OptionalLists];
      if (!NO_ITEMS.test(inline)) into.push({ number, text: inline });
      continue;
    }
    if (/^[^\s#-]/.test(text)) into = yamlLines;
    into.push({ number, text });
  }
  return { yamlLines, lists };
}

/** Undoes YAML's conversion of `slug: 2021-05-05` to a date and `title: 2021` to a number. */
function asWritten(data: unknown, lines: readonly string[]): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const fields = Object.entries(data).map(([key, value]: [string, unknown]) => {
    if (!(value instanceof Date) && typeof value !== 'number') return [key, value];
    const line = lines.find((candidate) => candidate.startsWith(`${key}:`)) ?? '';
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

/** js-yaml's exceptions carry a 0-based line within the YAML. */
function describe(error: unknown, yamlLines: readonly Line[]): { line: number; reason: string } {
  const mark = (error as { mark?: { line?: number } }).mark;
  const message = (error as { reason?: string }).reason ?? (error as Error).message;
  // An error at the end is on the closing line.
  const afterLast = (yamlLines.at(-1)?.number ?? 1) + 1;
  return {
    line: mark?.line === undefined ? 1 : (yamlLines[mark.line]?.number ?? afterLast),
    reason: `front matter isn't valid YAML: ${message.trim()}`,
  };
}

/** What a digest's front matter says about how it was made. */
export interface Provenance {
  /** `paperboy@0.1.0`; a tool may overwrite its own files. */
  generator: string;
  /** One line per source: which, when it was queried, and the result. */
  sources: readonly string[];
  /** When the counts were refreshed. */
  refreshed?: Date;
}

/** What a file says about itself. */
export interface Origin {
  /** Paperboy wrote it. */
  isOurs: boolean;
  /** Unchanged since it was written. */
  isUnedited: boolean;
  isRefreshed: boolean;
  /** The provenance's source lines. */
  sources: readonly string[];
}

const PROVENANCE_KEY = /^(generator|sources|refreshed|checksum)\s*:/;
const CHECKSUM = /^checksum: "([\w-]+)"$/;

/**
 * A digest's text with this provenance in its front matter, replacing any other, and a checksum of
 * the whole. Apart from that, only line ends change to LF and a byte order mark is removed.
 * Undefined without front matter, or if it's in a form that can't take these lines.
 */
export function withProvenance(text: string, provenance: Provenance): string | undefined {
  const lines = linesOf(text);
  const close = closingLine(lines);
  if (close === -1) return undefined;
  const kept = lines.slice(0, close).filter(withoutProvenance());
  while (kept.at(-1)?.trim() === '') kept.pop();
  const { generator, sources, refreshed } = provenance;
  const header = [
    ...kept,
    `generator: ${quoted(generator)}`,
    'sources:',
    ...sources.map((source) => `  - ${quoted(source)}`),
    ...(refreshed ? [`refreshed: ${quoted(refreshed.toISOString())}`] : []),
  ];
  const rest = ['', ...lines.slice(close)];
  const checksum = checksumOf([...header, ...rest]);
  const written = [...header, `checksum: ${quoted(checksum)}`, ...rest];
  // An added line breaks some forms of front matter, such as `{ title: "T" }`.
  const read = readFrontMatter(written);
  return read.ok && read.data.checksum === checksum ? written.join('\n') : undefined;
}

/** Whether Paperboy wrote this file, and whether it was edited since. */
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

/**
 * The text with the lines of its front matter cut where they can't be valid any more, so that one
 * huge value doesn't make the whole file too large. What is read, and the problems, stay the same.
 */
export function withCutFrontMatter(text: string): string {
  const end = text.search(/[\r\n]---[^\S\r\n]*[\r\n]/);
  if (end === -1) return text;
  const cut = text
    .slice(0, end)
    .replace(/[^\r\n]{16385,}/g, (line) => line.slice(0, MAX_FRONT_MATTER + 1));
  return cut + text.slice(end);
}

/** How long a text's front matter is for {@link MAX_FRONT_MATTER}. */
export function frontMatterLength(text: string): number {
  const lines = linesOf(text);
  return lines.slice(1, closingLine(lines)).join('\n').length;
}

function closingLine(lines: readonly string[]): number {
  return lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---');
}

/** Drops the lines of provenance keys, including their list items, indented or not. */
function withoutProvenance(): (line: string) => boolean {
  let isDropping = false;
  return (line) => {
    if (!isDropping || /^[^\s-]/.test(line)) isDropping = PROVENANCE_KEY.test(line);
    return !isDropping;
  };
}

function checksumOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 22);
}

/** Text as a YAML value: a JSON string in ASCII. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
