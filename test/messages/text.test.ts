import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MarkdownNode,
  parseMarkdown,
  plainText,
} from '../../playground/page/markdown/parse.ts';
import { escapeText, fitPlain, fitText, httpsUrl, maskedLink } from '../../src/messages/text.ts';

describe('escaping', () => {
  it.each([
    [
      '**bold** _it_ ~~no~~ ||spoiler|| `code`',
      '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|spoiler\\|\\| \\`code\\`',
    ],
    ['[click](https://evil.example)', '\\[click\\]\\(<https://evil.example>\\)'],
    ['@everyone @here', '\\@everyone \\@here'],
    [
      '<@1> <@&2> <#3> <t:0:R> </cmd:1> <:a:4>',
      '\\<\\@1> \\<\\@&2> \\<#3> \\<t\\:0\\:R> \\</cmd\\:1> \\<\\:a\\:4>',
    ],
    ['# heading', '\\# heading'],
    ['-# small', '\\-# small'],
    ['> quote', '\\> quote'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['a - b > c # d. e + f', 'a - b > c # d. e + f'],
    ['one\n# two', 'one\n\\# two'],
    ['back\\slash', 'back\\\\slash'],
  ])('makes %j inert', (text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  it("keeps a bare URL clickable, so that a paper's code and data are one tap away", () => {
    expect(escapeText('See https://github.com/a/b_c-d. Done')).toBe(
      'See <https://github.com/a/b_c-d>. Done',
    );
    expect(escapeText('(https://x.example/a_b)')).toBe('\\(<https://x.example/a_b>\\)');
  });

  it('keeps a port, and links nowhere but where it says', () => {
    expect(escapeText('https://a.example:8080/x')).toBe('<https://a.example:8080/x>');
    expect(escapeText('https://a.example@evil.example/x')).not.toContain('<');
  });

  it('shows a URL without a link inside our own link', () => {
    expect(escapeText('https://evil.example', { links: false })).toBe('https\\://evil.example');
  });

  it('drops control characters and bidirectional marks', () => {
    expect(escapeText('a\0b\u202Ec\u2066d\u0007')).toBe('abcd');
  });

  it('can be undone: what was written is what is read', () => {
    const unescape = (text: string): string => text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = text.replaceAll(/\s+/g, ' ').trim();
        expect(unescape(escapeText(written))).toBe(
          written.replaceAll(/[\u202A-\u202E\u2066-\u2069\uFEFF]/g, ''),
        );
      }),
    );
  });

  it('leaves no special character without a backslash outside of bare URLs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('\\*_~|`<[]()@#->+1. a\n')) }),
        (text) => {
          const bare = escapeText(text).replaceAll(/\\[^a-z0-9\s]/g, 'x');
          expect(bare).not.toMatch(/[\\*_~|`<[\]()@]/);
          expect(bare).not.toMatch(/^\s*(#|>|-|\+)/m);
        },
      ),
    );
  });
});

describe('cutting', () => {
  it('leaves text that fits alone', () => {
    expect(fitText('Short. And whole.', 100)).toBe('Short. And whole.');
  });

  it('ends at a sentence when one ends in the second half', () => {
    const text = 'We train a model. It works well on images. It fails on sounds of all kinds.';
    expect(fitText(text, 60)).toBe('We train a model. It works well on images.');
  });

  it("doesn't take an abbreviation for the end of a sentence", () => {
    const text = 'We follow the work of Muster et al. in everything that matters to us here today';
    expect(fitText(text, 50)).toBe('We follow the work of Muster et al. in everything…');
  });

  it('ends between words otherwise', () => {
    expect(fitText('no sentence ends anywhere in this text', 20)).toBe('no sentence ends…');
  });

  it('never splits a character from its marks or an emoji sequence', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(fitText(family.repeat(3), family.length + 3)).toBe(`${family}…`);
  });

  it('never cuts a URL, which would lead elsewhere', () => {
    expect(fitText('code at https://github.com/someone/something', 30)).toBe('code at…');
  });

  it('stays within its length after escaping, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.integer({ min: 1, max: 200 }),
        (text, max) => {
          expect(fitText(text, max).length).toBeLessThanOrEqual(max);
          expect(fitText('*'.repeat(text.length), max).length).toBeLessThanOrEqual(max);
          expect(fitPlain(text, max).length).toBeLessThanOrEqual(max);
          expect(fitText(text, max).isWellFormed()).toBe(text.isWellFormed());
        },
      ),
    );
  });

  // In quadratic time this would take minutes.
  it('takes linear time in a long run of any character', () => {
    for (const run of [
      '`',
      '*',
      ' ',
      '\n',
      '[',
      '<',
      '\\',
      'h',
      'http',
      'https://',
      '.',
      'e\u0301',
    ]) {
      fitText(run.repeat(2_000_000 / run.length), 4096);
      escapeText(run.repeat(200_000 / run.length));
    }
  });
});

describe('a masked link', () => {
  const URL = 'https://arxiv.org/abs/2105.01601';
  const onlyNode = (text: string): MarkdownNode | undefined => {
    const nodes = parseMarkdown(text, 'description');
    expect(nodes).toHaveLength(1);
    return nodes[0];
  };

  it.each([
    'Mixing *everything* with `code`, ~~no~~ ||hidden|| _words_',
    'See https://evil.example/x or <https://evil.example>',
    '@everyone and @here, <@1> <@&2> <#3> </papers:4> <t:0:R> <:a:4> :smile:',
    '[Re] A study [of] brackets',
    '[x](https://evil.example)',
    'open [ and ] close ][',
    'two\nlines',
    '[[nested]]',
  ])('leads only where we say, with the label %j', (label) => {
    const node = onlyNode(maskedLink(label, 200, URL));
    expect(node).toMatchObject({ type: 'link', href: URL, title: '' });
    const children = node && 'children' in node ? node.children : [];
    expect(children.map(({ type }) => type)).toEqual(['text']);
    const readable = (text: string) => text.replace(/[^a-z0-9]/gi, '');
    expect(readable(plainText(children))).toBe(readable(label));
  });

  it('leads only where we say, with any label', () => {
    const awkward = fc.constantFrom(
      ...'[]()<>*_`|~@:\\/ a1'.split(''),
      'https://',
      '@everyone',
      '<@1>',
      '](',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(awkward, { minLength: 1, maxLength: 60 }), (pieces) => {
        const link = maskedLink(`x${pieces.join('')}`, 100, URL);
        expect(onlyNode(link)).toMatchObject({ type: 'link', href: URL });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['https://e.example/a(b)c?d=(e)', 'https://e.example/a%28b%29c?d=%28e%29'],
    ["https://e.example/it's", 'https://e.example/it%27s'],
    ['https://e.example/a b', 'https://e.example/a%20b'],
  ])('takes %s', (url, href) => {
    expect(httpsUrl(url)).toBe(href);
    expect(onlyNode(maskedLink('Code', 20, url))).toMatchObject({ type: 'link', href });
  });

  it.each([
    'http://e.example/',
    'javascript:alert(1)',
    'https://user:secret@e.example/',
    '//e.example',
    `https://e.example/${'x'.repeat(300)}`,
    `https://e.example/${'\u0800'.repeat(100)}`,
    '',
  ])('never leads to %j', (url) => {
    expect(httpsUrl(url)).toBeUndefined();
    expect(maskedLink('Code', 20, url)).toBe('Code');
  });
});
