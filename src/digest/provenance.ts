import { createHash } from 'node:crypto';
import { readFrontMatter } from './front-matter.ts';

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
