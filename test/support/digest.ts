import { detailItems, risenItem } from '../../src/digest/details.ts';
import type { Day, Digest, Paper, Tweet } from '../../src/digest/types.ts';

/** A digest with what is given; the rest is invented, and different for each paper. */
export function digestOf({
  day,
  papers = [],
  file = `${day}.md`,
}: {
  day: Day;
  papers?: readonly Partial<Paper>[];
  file?: string;
}): Digest {
  return {
    day,
    title: `Hot Papers ${day}`,
    file,
    papers: papers.map((given, at) => paperOf(day, at + 1, given)),
  };
}

function paperOf(day: Day, rank: number, given: Partial<Paper>): Paper {
  const serial = String(rank).padStart(2, '0');
  return {
    rank,
    arxivId: `${day.slice(2, 4)}${day.slice(5, 7)}.${day.slice(8, 10)}0${serial}`,
    title: `Paper ${rank} of ${day}`,
    authors: ['Ada Muster', 'Bob Beispiel'],
    categories: ['cs.LG'],
    metrics: { retweets: 100 - rank, favorites: 50 },
    observedAt: `${day}T09:00:00`,
    abstract: 'We show what there is to show.',
    tweets: [],
    ...given,
  };
}

/** The digest as the archive would have written it; its slug holds the day. */
export function markdownOf(digest: Digest): string {
  const { day, title, papers, risen = [] } = digest;
  const details = papers.flatMap((paper) => detailItems(paper.arxivId, paper));
  const lists =
    listOf(
      'details',
      details.map(({ text }) => text),
    ) + listOf('risen', risen.map(risenItem));
  const head = `---
title: ${title}
date: ${day}T09:00:00.Z
template: "post"
draft: false
slug: "hot-papers-${day}"
category: "arXiv"
tags:
  - "arXiv"
description: "Hot papers ${day}"
socialImage: "/media/flying-marine.jpg"
${lists}
---

`;
  return head + papers.map(paperMarkdown).join('\n\n');
}

function listOf(name: string, items: readonly string[]): string {
  const lines = items.map((item) => `  - ${JSON.stringify(item)}\n`);
  return items.length === 0 ? '' : `${name}:\n${lines.join('')}`;
}

function paperMarkdown(paper: Paper): string {
  const { rank, arxivId, title, authors, categories, metrics, observedAt, abstract, tweets } =
    paper;
  const counts = Object.entries(metrics).map(([name, count]) => `${name}: ${count}`);
  const [date = '', time = ''] = observedAt.split('T');
  const [year, month, dayOfMonth] = date.split('-');
  const listed = categories.map((code) => `[${code}](https://arxiv.org/list/${code}/recent)`);
  return `# ${rank}. ${title}

${authors.join(', ')}

- ${counts.join(', ')} (${month}/${dayOfMonth}/${year} ${time})

- links: [abs](https://arxiv.org/abs/${arxivId}) | [pdf](https://arxiv.org/pdf/${arxivId})
- ${listed.join(' | ')}

${abstract}

${tweets.map(tweetMarkdown).join('')}`;
}

function tweetMarkdown({ id, author, handle, date, lang, text }: Tweet): string {
  const months = `January February March April May June July August September October November
    December`.split(/\s+/);
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  const printed = `${months[(month ?? 1) - 1]} ${dayOfMonth}, ${year}`;
  const body = entities(text).replaceAll('\n', '<br>');
  const link = `https://twitter.com/${handle}/status/${id}?ref_src=twsrc%5Etfw`;
  return `<blockquote class="twitter-tweet"><p lang="${lang}" dir="ltr">${body}</p>&mdash; ${entities(author)} (@${handle}) <a href="${link}">${printed}</a></blockquote>
<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>

`;
}

function entities(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
