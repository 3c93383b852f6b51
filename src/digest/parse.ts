import { withCodeLink } from './code-link.ts';
import { dayOfFile, isDay } from './day.ts';
import { readDetails, readRisen } from './details.ts';
import { readFrontMatter } from './front-matter.ts';
import { repairMojibake } from './mojibake.ts';
import { parsePaper } from './paper.ts';
import type { Day, Line, Paper, ParseResult, Problem } from './types.ts';

/** A line that starts a paper, well-formed or not: `# 1. Title`, `# Title`, `#1. Title`. */
const HEADING = /^#(\s|\d+\.)/;

/**
 * Reads one digest file. Accepts a byte order mark, CRLF and Windows-1252 mojibake.
 * Never throws; takes linear time.
 *
 * @param text the whole file
 * @param file its name or path, for problems; without a slug its bare name gives the day
 */
export function parseDigest(text: string, file: string): ParseResult {
  const lines = withoutBom(repairMojibake(withoutBom(text))).split(/\r\n|\n|\r/);
  const head = readFrontMatter(lines);
  if (!head.ok) return unreadable({ file, line: head.line, reason: head.reason });

  const day = dayOf(head.data.slug, file);
  if (day === undefined) {
    const at = lines.findIndex((line) => line.startsWith('slug:'));
    const reason = 'no date: end the slug with YYYY-MM-DD, or name the file YYYY-MM-DD.md';
    return unreadable({ file, line: Math.max(at, 0) + 1, reason });
  }

  const body = lines
    .map((line, index) => ({ number: index + 1, text: line }))
    .slice(head.bodyStart);
  const { preamble, blocks } = splitPapers(body);
  const stray = preamble.find((line) => line.text.trim() !== '');
  if (stray && blocks.length === 0) {
    return unreadable({
      file,
      line: stray.number,
      reason: 'no papers: a paper begins with "# N. Title"',
    });
  }

  const problems: Problem[] = [];
  const dayInName = dayOfFile(bareName(file));
  if (dayInName !== undefined && dayInName !== day) {
    const line = lines.findIndex((one) => one.startsWith('slug:')) + 1;
    problems.push({
      file,
      line,
      reason: `slug says ${day}, file name says ${dayInName}; using the slug`,
    });
  }
  const details = readDetails(head.lists.details);
  const { risen, problems: risenProblems } = readRisen(head.lists.risen);
  const inLists = [...details.problems, ...risenProblems].sort((a, b) => a.line - b.line);
  for (const { line, reason } of inLists) {
    problems.push({ file, line, reason });
  }
  if (stray) problems.push({ file, line: stray.number, reason: 'text before the first paper' });
  const papers: Paper[] = [];
  const lineOfId = new Map<string, number>();
  const lineOfRank = new Map<number, number>();
  for (const block of blocks) {
    const start = block[0]?.number ?? 0;
    const { paper, problems: paperProblems } = parsePaper(block);
    for (const { line, reason, fatal } of paperProblems) {
      problems.push({ file, line, reason: fatal ? `${reason} (paper left out)` : reason });
    }
    if (!paper) continue;
    const firstLine = lineOfId.get(paper.arxivId);
    if (firstLine !== undefined) {
      const reason = `${paper.arxivId} is already at line ${firstLine} (paper left out)`;
      problems.push({ file, line: start, reason });
      continue;
    }
    const sameRankLine = lineOfRank.get(paper.rank);
    if (sameRankLine !== undefined) {
      problems.push({
        file,
        line: start,
        reason: `rank ${paper.rank} is already used at line ${sameRankLine}`,
      });
    }
    lineOfId.set(paper.arxivId, start);
    lineOfRank.set(paper.rank, start);
    papers.push(withCodeLink({ ...paper, ...details.byId.get(paper.arxivId) }));
  }
  const title = head.data.title ?? `Hot Papers ${day}`;
  const digest = { day, title, file, papers, ...(risen.length > 0 && { risen }) };
  return { digest, problems };
}

function unreadable(problem: Problem): ParseResult {
  return { digest: undefined, problems: [problem] };
}

function withoutBom(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The slug's day; the front matter's `date` is when the file was made, days later. */
function dayOf(slug: string | undefined, file: string): Day | undefined {
  if (slug === undefined) return dayOfFile(bareName(file));
  const day = /(?:^|\D)(\d{4}-\d{2}-\d{2})\/?$/.exec(slug)?.[1];
  return day !== undefined && isDay(day) ? day : undefined;
}

function bareName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** Splits the body at its headings. */
function splitPapers(lines: readonly Line[]): { preamble: Line[]; blocks: Line[][] } {
  const preamble: Line[] = [];
  const blocks: Line[][] = [];
  for (const line of lines) {
    if (HEADING.test(line.text)) blocks.push([line]);
    else (blocks.at(-1) ?? preamble).push(line);
  }
  return { preamble, blocks };
}
