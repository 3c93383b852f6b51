import { absUrl, pdfUrl } from './arxiv-id.ts';
import { repairMojibake } from './mojibake.ts';
import { type PrintedPaper, printablePaper } from './printable.ts';
import { type Provenance, withProvenance } from './provenance.ts';
import type { Day } from './types.ts';

/** A digest that is to be written. */
export interface DigestDraft {
  day: Day;
  writtenAt: Date;
  provenance: Provenance;
  /** In their order, which gives them their ranks. */
  papers: readonly PrintedPaper[];
}

/** What was counted of a paper, and when, in UTC. */
export type Counts = Pick<PrintedPaper, 'metrics' | 'observedAt'>;

/** A digest as text, and what cannot stand in it. */
export interface WrittenDigest {
  text: string;
  leftOut: { arxivId: string; reason: string }[];
}

/**
 * Writes a digest in the archive's own grammar, by template. It reads back as the same digest,
 * without a problem, whatever the papers' text is; `printablePaper` says what is changed of it.
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
  const write = (guard: string): string => {
    const text = withProvenance(headText(day, writtenAt, guard) + body, provenance);
    if (text === undefined) throw new Error('the template has no front matter');
    return text;
  };
  const text = write('');
  // Text that looks misread from end to end would be "repaired" when it is read. No misreading
  // leaves a character such as this one.
  return { text: repairMojibake(text) === text ? text : write('charset: "UTF-8 ✓"\n'), leftOut };
}

/**
 * One of our own digests with other counts; the papers that `counts` lacks keep theirs. Only for
 * text that nobody edited: its counts stand two lines above its links.
 *
 * @param counts by id; each with at least one count
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

function headText(day: Day, writtenAt: Date, guard: string): string {
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
${guard}
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
