import { absUrl, parseArxivId, pdfUrl } from './arxiv-id.ts';
import { withCodeLink, withoutCodeLink } from './code-link.ts';
import {
  BY_IMPORTANCE,
  detailItems,
  detailsOf,
  isStars,
  risenItem,
  validDetails,
  validRisen,
} from './details.ts';
import {
  frontMatterLength,
  MAX_FRONT_MATTER,
  type Provenance,
  quoted,
  withProvenance,
} from './front-matter.ts';
import { repairMojibake } from './mojibake.ts';
import { oneLine, VISIBLE } from './one-line.ts';
import type { Day, Paper, RisenPaper } from './types.ts';

/** A digest to write. */
export interface DigestDraft {
  day: Day;
  writtenAt: Date;
  provenance: Provenance;
  /** In order of rank. */
  papers: readonly PrintedPaper[];
  /** The three with the most upvotes are written. */
  risen?: readonly RisenPaper[];
}

/** A paper's counts and when they were read, in UTC. */
export type Counts = Pick<PrintedPaper, 'metrics' | 'observedAt'>;

/** A digest as text, and what had to be left out. */
export interface WrittenDigest {
  text: string;
  leftOut: { arxivId: string; reason: string }[];
  /** How many optional values the front matter had no room for. */
  detailsLeftOut: number;
}

/** Room in the front matter for what is added when counts are refreshed. */
const RESERVED = 2_048;

/**
 * Writes a digest in the archive's own grammar, by template. It reads back as the same digest,
 * without problems, whatever the papers' text; `printablePaper` says how that is sanitized.
 */
export function writeDigest(draft: DigestDraft): WrittenDigest {
  const { day, writtenAt, provenance } = draft;
  const leftOut: WrittenDigest['leftOut'] = [];
  const papers = new Map<string, PrintedPaper>();
  for (const raw of draft.papers) {
    const read = printablePaper(raw);
    const { arxivId } = raw;
    if (!read.ok) leftOut.push({ arxivId, reason: read.reason });
    else if (papers.has(arxivId)) leftOut.push({ arxivId, reason: 'it is already in the digest' });
    else papers.set(arxivId, read.paper);
  }
  const body = [...papers.values()].map(paperText).join('');
  const write = (lists: string, guard = ''): string => {
    const head = headText(day, writtenAt, guard + lists);
    const text = withProvenance(head + body, provenance);
    if (text === undefined) throw new Error('the template has no front matter');
    return text;
  };
  const room = MAX_FRONT_MATTER - RESERVED - frontMatterLength(write(''));
  const { lists, detailsLeftOut } = listsText([...papers.values()], draft.risen ?? [], room);
  const text = write(lists);
  // If all of the text looks like mojibake, reading it would "repair" it. The check mark can't be
  // mojibake, which prevents that.
  const isSafe = repairMojibake(text) === text;
  return { text: isSafe ? text : write(lists, 'charset: "UTF-8 ✓"\n'), leftOut, detailsLeftOut };
}

/** The optional lists of the front matter: as many values as there's room for, by importance. */
function listsText(
  papers: readonly PrintedPaper[],
  risen: readonly RisenPaper[],
  room: number,
): { lists: string; detailsLeftOut: number } {
  const risenText = listText('risen', validRisen(risen).map(risenItem));
  let left = room - risenText.length - listText('details', ['']).length;
  const items = papers.flatMap((paper) => detailItems(paper.arxivId, withoutCodeLink(paper)));
  const byKind = Map.groupBy(items, ({ kind }) => kind);
  const kept = new Set<(typeof items)[number]>();
  for (const item of BY_IMPORTANCE.flatMap((kind) => byKind.get(kind) ?? [])) {
    const { length } = itemLine(item.text);
    if (length > left) continue;
    left -= length;
    kept.add(item);
  }
  const details = items.filter((item) => kept.has(item)).map(({ text }) => text);
  return {
    lists: listText('details', details) + risenText,
    detailsLeftOut: items.length - details.length,
  };
}

const itemLine = (text: string): string => `  - ${quoted(text)}\n`;

function listText(name: string, texts: readonly string[]): string {
  return texts.length === 0 ? '' : `${name}:\n${texts.map(itemLine).join('')}`;
}

/**
 * One of our own digests with new counts; papers missing from `counts` keep theirs. Only for
 * unedited text, in which counts are two lines above the links.
 *
 * @param counts by arXiv ID; each with at least one count
 */
export function withCounts(text: string, counts: ReadonlyMap<string, Counts>): string {
  const lines = text.split('\n');
  const links = new Map([...counts].map(([arxivId, counted]) => [linksTo(arxivId), counted]));
  return lines
    .map((line, at) => {
      const counted = links.get(lines[at + 2]?.split(' | ', 1)[0] ?? '');
      return counted ? countsLine(counted) : line;
    })
    .join('\n');
}

function countsLine({ metrics, observedAt }: Counts): string {
  const counts = Object.entries(metrics).map(([name, count]) => `${name}: ${count}`);
  const [date = '', time = ''] = observedAt.split('T');
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return `- ${counts.join(', ')} (${month}/${dayOfMonth}/${year} ${time})`;
}

function linksTo(arxivId: string): string {
  return `- links: [abs](${absUrl(arxivId)})`;
}

function headText(day: Day, writtenAt: Date, fields: string): string {
  return `---
title: Hot Papers ${day}
date: ${writtenAt.toISOString()}
template: "post"
draft: false
slug: "hot-papers-${day}"
category: "arXiv"
tags:
  - "arXiv"
  - "Hugging Face"
  - "Machine Learning"
  - "Computer Science"
description: "Hot papers ${day}"
socialImage: "/media/flying-marine.jpg"
${fields}
---

`;
}

function paperText(paper: PrintedPaper, index: number): string {
  const { arxivId, title, authors, categories, abstract } = paper;
  const listed = categories.map((code) => `[${code}](https://arxiv.org/list/${code}/recent)`);
  return `# ${index + 1}. ${title}

${authors.join(', ')}

${countsLine(paper)}

${linksTo(arxivId)} | [pdf](${pdfUrl(arxivId)})
- ${listed.join(' | ')}

${abstract}



`;
}

/** A paper to print; its place in the list is its rank. */
export type PrintedPaper = Omit<Paper, 'rank' | 'tweets'>;

/** A paper that reads back as it was printed, or why it can't be printed. */
export type Printable = { ok: true; paper: PrintedPaper } | { ok: false; reason: string };

/** Real papers on arXiv stay far below these. */
const MAX_TITLE = 1_000;
const MAX_ABSTRACT = 10_000;
const MAX_AUTHORS = 5_000;
const MAX_NAME = 200;

/** Starts a heading, list, quote, rule or tag, in the digest's grammar or in Markdown. */
const MARKUP = '#<>=|~`*+-';
const STARTS_WITH_MARKUP = new RegExp(`^[${MARKUP}]`);
const LEADING_MARKUP = new RegExp(`^[\\s${MARKUP}]+`);

/** `cs.CV`, `quant-ph`. */
const CATEGORY = /^[A-Za-z-]+(?:\.[A-Za-z-]+)?$/;

/** Counts are read without sign and exponent. */
const isCount = (name: string, value: number): boolean =>
  name === 'stars' ? isStars(value) : Number.isInteger(value) && value >= 0 && value < 1e15;

/**
 * A paper in a form that the digest's grammar can hold. Its text is untrusted and gets sanitized:
 *
 * - White space is collapsed; control characters, bidirectional controls and lone surrogates are
 *   removed.
 * - Commas in a name become spaces, since commas separate names; leading markup (`# `, `- `, `<`) is
 *   removed.
 * - An abstract with leading markup gets `Abstract:` before it.
 * - Invalid category codes, and counts that aren't whole numbers from 0 up, are left out.
 * - Invalid optional values are left out; see `validDetails`. Code that the abstract links to is
 *   added.
 *
 * A printable paper is returned equal. The names of counts aren't checked.
 */
export function printablePaper(raw: PrintedPaper): Printable {
  const title = oneLine(raw.title);
  const authors = raw.authors.map(oneName).filter((name) => name !== '');
  const abstract = oneAbstract(raw.abstract);
  const categories = [...new Set(raw.categories)].filter((code) => CATEGORY.test(code));
  const metrics = Object.fromEntries(
    Object.entries(raw.metrics).flatMap(([name, value]) =>
      // -0 is a count of 0.
      isCount(name, value) ? [[name, Math.abs(value)]] : [],
    ),
  );
  const reason = [
    parseArxivId(raw.arxivId) !== raw.arxivId && "its ID isn't an arXiv ID",
    !VISIBLE.test(title) && 'it has no title',
    title.length > MAX_TITLE && `its title has over ${MAX_TITLE} characters`,
    authors.length === 0 && 'it has no authors',
    authors.length > MAX_AUTHORS && `it has over ${MAX_AUTHORS} authors`,
    authors.some((name) => name.length > MAX_NAME) && `a name has over ${MAX_NAME} characters`,
    abstract.length > MAX_ABSTRACT && `its abstract has over ${MAX_ABSTRACT} characters`,
    categories.length === 0 && 'it has no category',
    Object.keys(metrics).length === 0 && 'it has no counts',
  ].find((problem) => problem !== false);
  if (reason !== undefined) return { ok: false, reason };
  const { arxivId, observedAt } = raw;
  return {
    ok: true,
    paper: withCodeLink({
      ...{ arxivId, title, authors, categories, metrics, observedAt, abstract },
      ...validDetails(detailsOf(raw)),
    }),
  };
}

/** `date` in the digest's grammar, in UTC: `YYYY-MM-DDTHH:MM:SS`. */
export function observedAt(date: Date): string {
  return date.toISOString().slice(0, 19);
}

function oneName(name: string): string {
  return oneLine(name.replaceAll(',', ' ')).replace(LEADING_MARKUP, '');
}

function oneAbstract(text: string): string {
  const line = oneLine(text);
  return STARTS_WITH_MARKUP.test(line) ? `Abstract: ${line}` : line;
}
