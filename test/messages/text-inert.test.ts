import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/digest/parse.ts';
import { abstractOf, titleOf } from '../../src/messages/paper-parts.ts';
import { clean, escapeText, fitText } from '../../src/messages/text.ts';
import {
  type MarkdownNode,
  parseMarkdown,
  type Place,
  plainText,
} from '../../playground/page/markdown/parse.ts';
import { archiveFiles } from '../support/archive.ts';

/** Expects Discord to show `text` literally, with nothing active in it but bare URLs. */
function expectInert(text: string, written: string, place: Place): void {
  const nodes = parseMarkdown(written, place);
  expect(nodes.filter((node) => !isPlain(node))).toEqual([]);
  expect(plainText(nodes)).toBe(text);
}

/** Whether it's text, or a URL that leads where it says. */
function isPlain(node: MarkdownNode): boolean {
  if (node.type === 'text') return true;
  return node.type === 'link' && plainText(node.children) === node.href;
}

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  fc.string({ unit: fc.constantFrom(...Array.from('*_~|`<>[]()@#:!&-+.\\1aA \n')), maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '@everyone',
        '@here',
        '<@1>',
        '<@!1>',
        '<@&2>',
        '<#3>',
        '</papers:4>',
        '<:a:5>',
        '<a:a:5>',
        '<t:0:R>',
        '<t:1>',
        '<id:guide>',
        '[x](https://e.example)',
        '[x](<https://e.example> "t")',
        '<https://e.example>',
        'https://e.example/_a_',
        'http://e.example/*',
        '||',
        '**',
        '__',
        '```',
        '`',
        '~~',
        '# ',
        '## ',
        '-# ',
        '> ',
        '>>> ',
        '- ',
        '* ',
        '1. ',
        '\n',
        ' ',
        'a',
        '\\',
        ':smile:',
        'mailto:a@b.c',
        'discord://x',
        'steam://x',
        '(',
        ')',
        '[',
        ']',
        '<',
        '>',
        ':',
        '//',
        'https:',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('outside text', () => {
  it('shows literally in an abstract', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expectInert(clean(text), escapeText(text), 'description');
      }),
      { numRuns: 2000 },
    );
  });

  it('shows literally in a title, without a hidden link', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const title = text.replaceAll('\n', ' ');
        const written = escapeText(title, { links: false });
        expectInert(clean(title), written, 'content');
        expectInert(clean(title), written, 'linked-title');
        expect(parseMarkdown(written, 'content').every(({ type }) => type === 'text')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('stays inert when cut', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const nodes = parseMarkdown(fitText(text, max), 'description');
        expect(nodes.every(isPlain)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  const files = archiveFiles();
  it.skipIf(files.length === 0)(
    'shows literally across the whole archive, even after its LaTeX was converted',
    () => {
      for (const { name, text } of files) {
        for (const paper of parseDigest(text, name).digest?.papers ?? []) {
          for (const title of [paper.title, titleOf(paper)])
            expectInert(clean(title), escapeText(title, { links: false }), 'linked-title');
          for (const abstract of [paper.abstract, abstractOf(paper)])
            expectInert(clean(abstract), escapeText(abstract), 'description');
          for (const tweet of paper.tweets)
            expectInert(clean(tweet.text), escapeText(tweet.text), 'description');
        }
      }
    },
  );
});
