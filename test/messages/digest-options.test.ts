import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../playground/page/markdown/parse.ts';
import { digestMark, digestMessage } from '../../src/messages/digest-message.ts';
import { shortDigestMessage } from '../../src/messages/short-digest-message.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';

const DIGEST = digestOf({
  day: '2021-05-05',
  papers: Array.from({ length: 10 }, () => ({
    abstract: 'A sentence of an abstract. '.repeat(40),
  })),
});
const days = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `2021-05-${String(n + 3).padStart(2, '0')}`);
const awayLine = (count: number) =>
  digestMessage(DIGEST, DIGEST.papers, { away: days(count) }).content?.split('\n')[1];

describe('long-missed digests', () => {
  it('are named below the headline that a notification begins with', () => {
    const { content } = digestMessage(DIGEST, DIGEST.papers);
    const away = digestMessage(DIGEST, DIGEST.papers, { away: ['2021-05-04', '2021-05-03'] });
    expect(away.content).toBe(
      `${content ?? ''}\n-# ${english('count.digests', { count: 2 })} while I was away: 2021-05-03, 2021-05-04. ` +
        'Read them with `/papers date:2021-05-03`',
    );
    expect(away.embeds).toEqual(digestMessage(DIGEST, DIGEST.papers).embeds);
    const small = parseMarkdown(away.content ?? '').at(-1);
    expect(small?.type).toBe('subtext');
  });

  it('take one line, however many there are', () => {
    expect(awayLine(0)).toBeUndefined();
    expect(awayLine(1)).toContain(
      `${english('count.digests', { count: 1 })} while I was away: 2021-05-03. Read it with`,
    );
    expect(awayLine(5)).toContain('2021-05-06, 2021-05-07.');
    expect(awayLine(12)).toContain(
      `${english('count.digests', { count: 12 })} while I was away, 2021-05-03 to 2021-05-14. Read`,
    );
    for (let count = 1; count < 29; count++) expect(awayLine(count)?.length).toBeLessThan(200);
  });
});

describe('a republished digest', () => {
  it('says so in the last footer, and is otherwise unchanged', () => {
    const before = digestMessage(DIGEST, DIGEST.papers);
    const after = digestMessage(DIGEST, DIGEST.papers, { isUpdated: true });
    const footers = after.embeds?.map(({ footer }) => footer?.text);
    expect(footers?.at(-1)).toBe(
      [
        '2021-05-05',
        english('counts.retweets', { count: 90 }),
        english('counts.favorites', { count: 50 }),
        'counts updated',
      ].join(' · '),
    );
    expect(footers?.filter((text) => text?.includes('updated'))).toHaveLength(1);
    const last = before.embeds?.at(-1)?.footer?.text ?? '';
    const text = JSON.stringify(after).replace(`${last} · counts updated`, last);
    expect(text).toBe(JSON.stringify(before));
  });

  it('says so even if the counts fill the footer', () => {
    const metrics = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`count${n}`, n]));
    const digest = digestOf({ day: '2021-05-05', papers: [{ metrics }] });
    const [embed] = digestMessage(digest, digest.papers, { isUpdated: true }).embeds ?? [];
    expect(embed?.footer?.text).toMatch(/^2021-05-05 · 0 count0 .*… · counts updated$/);
    expect(embed?.footer?.text.length).toBeLessThanOrEqual(80);
  });
});

describe('a short digest, for when Discord refuses the full one', () => {
  it('is a list of titles with addresses, and nothing clickable or interactive', () => {
    const digest = digestOf({
      day: '2021-05-05',
      papers: [{ title: 'Mixing *Everything* @everyone' }, {}, { title: 'See [x](https://e.x)' }],
    });
    const [one, , three] = digest.papers;
    const message = shortDigestMessage(
      digest,
      [one, three].filter((paper) => !!paper),
      {
        away: ['2021-05-04'],
      },
    );
    expect(message).toEqual({
      content: [
        digestMark('2021-05-05').line,
        '1\\. Mixing \\*Everything\\* \\@everyone <https://arxiv.org/abs/2105.05001>',
        '3\\. See \\[x\\]\\(https\\://e.x\\) <https://arxiv.org/abs/2105.05003>',
        `-# ${english('count.digests', { count: 1 })} while I was away: 2021-05-04. Read it with \`/papers date:2021-05-04\``,
      ].join('\n'),
    });
    const links = parseMarkdown(message.content ?? '').filter(({ type }) => type === 'link');
    expect(links.map((link) => 'href' in link && link.href)).toEqual([
      'https://arxiv.org/abs/2105.05001',
      'https://arxiv.org/abs/2105.05003',
    ]);
  });

  it('leaves out whole papers and counts them', () => {
    const title = 'Very long words fill titles '.repeat(20);
    const digest = digestOf({
      day: '2021-05-05',
      papers: Array.from({ length: 14 }, () => ({ title })),
    });
    const lines = shortDigestMessage(digest, digest.papers).content?.split('\n') ?? [];
    expect(lines.at(-1)).toBe(`and ${15 - (lines.length - 1)} more`);
    for (const line of lines.slice(1, -1))
      expect(line).toMatch(/ <https:\/\/arxiv\.org\/abs\/\S+>$/);
    // A subscription's ten all fit.
    const ten = shortDigestMessage(digest, digest.papers.slice(0, 10), { away: days(12) });
    expect(ten.content).not.toContain('more');
  });
});
