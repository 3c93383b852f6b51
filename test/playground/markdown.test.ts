import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseMarkdown,
  plainText,
  type MarkdownNode,
  type Place,
} from '../../playground/page/markdown/parse.ts';

/** The tree in a short form: `<em>x</em>`, so that an expectation fits on a line. */
function show(nodes: MarkdownNode[]): string {
  return nodes.map(showNode).join('');
}

function showNode(node: MarkdownNode): string {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'heading':
      return `<h${node.level}>${show(node.children)}</h${node.level}>`;
    case 'list':
      return `<${node.ordered ? `ol ${node.start}` : 'ul'}>${node.items
        .map((item) => `<li>${show(item)}</li>`)
        .join('')}</list>`;
    case 'code':
      return `<code>${node.text}</code>`;
    case 'codeBlock':
      return `<pre ${node.language}>${node.text}</pre>`;
    case 'link':
      return `<a ${node.href}>${show(node.children)}</a>`;
    case 'mention':
      return `<@${node.kind}${'id' in node ? ` ${node.id}` : ''}>`;
    case 'emoji':
      return `<emoji ${node.name}>`;
    case 'timestamp':
      return `<time ${node.seconds} ${node.style}>`;
    case 'strong':
    case 'em':
    case 'underline':
    case 'strike':
    case 'spoiler':
    case 'quote':
    case 'subtext':
      return `<${node.type}>${show(node.children)}</${node.type}>`;
  }
}

const shown = (text: string, place?: Place) => show(parseMarkdown(text, place));

describe('inline Markdown', () => {
  it.each([
    ['**a**', '<strong>a</strong>'],
    ['*a*', '<em>a</em>'],
    ['_a_', '<em>a</em>'],
    ['__a__', '<underline>a</underline>'],
    ['~~a~~', '<strike>a</strike>'],
    ['||a||', '<spoiler>a</spoiler>'],
    ['***a***', '<em><strong>a</strong></em>'],
    ['**a *b* c**', '<strong>a <em>b</em> c</strong>'],
    ['**a\nb**', '<strong>a\nb</strong>'],
    ['snake_case_name', 'snake_case_name'],
    ['snake_case_ x', 'snake<em>case</em> x'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['*a', '*a'],
    ['** **', '<strong> </strong>'],
    ['**a', '**a'],
    ['`a`', '<code>a</code>'],
    ['`**a**`', '<code>**a**</code>'],
    ['``a`b``', '<code>a`b</code>'],
    ['```a`', '<code>``a</code>'],
    ['`a``', '`a``'],
    ['`\\`', '<code>\\</code>'],
    ['a@everyone b', 'a<@everyone> b'],
    ['@here', '<@here>'],
  ])('is read from %j', (text, expected) => expect(shown(text)).toBe(expected));
});

describe('escapes in Markdown', () => {
  it.each([
    ['\\*a\\*', '*a*'],
    ['\\\\*a*', '\\<em>a</em>'],
    ['\\a', '\\a'],
    ['\\@everyone', '@everyone'],
    ['\\# a', '# a'],
    ['\\- a', '- a'],
    ['1\\. a', '1. a'],
    ['\\> a', '> a'],
    ['\\`a\\`', '`a`'],
    ['\\<@1>', '<@1>'],
    ['\\[a](https://x.org)', '[a](<a https://x.org>https://x.org</a>)'],
    ['https\\://x.org', 'https://x.org'],
    ['¯\\_(ツ)_/¯', '¯\\_(ツ)_/¯'],
    ['\\||a||', '||a||'],
  ])('are read from %j', (text, expected) => expect(shown(text)).toBe(expected));
});

describe('blocks in Markdown', () => {
  it.each([
    ['# a', '<h1>a</h1>'],
    ['## a ##\nb', '<h2>a</h2>b'],
    ['#### a', '#### a'],
    ['#a', '#a'],
    ['x # a', 'x # a'],
    ['x\n# a', 'x\n<h1>a</h1>'],
    ['**# a**', '<strong><h1>a</h1></strong>'],
    ['-# a\nb', '<subtext>a</subtext>b'],
    ['> a\n> b\nc', '<quote>a\nb</quote>c'],
    ['>a', '>a'],
    ['x > a', 'x > a'],
    ['\\+ > a', '+ > a'],
    ['x\n  > a', 'x\n  <quote>a</quote>'],
    ['>>> a\nb', '<quote>a\nb</quote>'],
    ['> > a', '<quote>> a</quote>'],
    ['> # a', '<quote><h1>a</h1></quote>'],
    ['- a\n- b', '<ul><li>a</li><li>b</li></list>'],
    ['* a', '<ul><li>a</li></list>'],
    ['+ a', '+ a'],
    ['3. a\n4. b', '<ol 3><li>a</li><li>b</li></list>'],
    ['- a\n  - b\n- c', '<ul><li>a\n<ul><li>b</li></list></li><li>c</li></list>'],
    ['- a\nb', '<ul><li>a</li></list>b'],
    ['x\n- a', 'x\n<ul><li>a</li></list>'],
    ['x - a', 'x - a'],
    ['-a', '-a'],
    ['2021. It was', '<ol 2021><li>It was</li></list>'],
    ['in 2021. It was', 'in 2021. It was'],
    ['```js\na\n```', '<pre js>a</pre>'],
    ['```a```', '<pre >a</pre>'],
    ['```\n*a*\n```x', '<pre >*a*</pre>x'],
  ])('are read from %j', (text, expected) => expect(shown(text)).toBe(expected));

  it('make no heading in a field and no block in a title', () => {
    expect(shown('# a', 'field')).toBe('# a');
    expect(shown('- a', 'field')).toBe('<ul><li>a</li></list>');
    expect(shown('# a', 'title')).toBe('# a');
    expect(shown('- a', 'title')).toBe('- a');
    expect(shown('-# a', 'title')).toBe('-# a');
  });
});

describe('links in Markdown', () => {
  it.each([
    ['[a](https://x.org)', '<a https://x.org>a</a>'],
    ['[a](<https://x.org>)', '<a https://x.org>a</a>'],
    ['[a](https://x.org "t")', '<a https://x.org>a</a>'],
    ['[**a**](https://x.org)', '<a https://x.org><strong>a</strong></a>'],
    ['[a](https://x.org/b_(c))', '<a https://x.org/b_(c)>a</a>'],
    ['[a](https://x.org/b_(c)', '<a https://x.org/b_(c>a</a>'],
    ['[a] (https://x.org)', '[a] (<a https://x.org>https://x.org</a>)'],
    ['[a [b] c](https://x.org)', '<a https://x.org>a [b] c</a>'],
    ['[a](https://x.org) [b](https://y.org)', '<a https://x.org>a</a> <a https://y.org>b</a>'],
    ['[a](javascript:alert)', '[a](javascript:alert)'],
    ['[a](/b)', '[a](/b)'],
    ['[https://x.org](https://evil.org)', '[https://x.org](https://evil.org)'],
    ['[@everyone](https://x.org)', '[@everyone](https://x.org)'],
    ['https://x.org/a_b_c.', '<a https://x.org/a_b_c>https://x.org/a_b_c</a>.'],
    ['(https://x.org/a)', '(<a https://x.org/a>https://x.org/a</a>)'],
    ['https://x.org/(a)', '<a https://x.org/(a)>https://x.org/(a)</a>'],
    ['<https://x.org>', '<a https://x.org>https://x.org</a>'],
    ['xhttp://a.org', 'x<a http://a.org>http://a.org</a>'],
    ['www.x.org', 'www.x.org'],
    ['<a@b.org>', '<a mailto:a@b.org>a@b.org</a>'],
  ])('are read from %j', (text, expected) => expect(shown(text)).toBe(expected));

  it("show the backslashes in a masked link's text, as Discord does", () => {
    expect(shown('[\\*a\\*](https://x.org)')).toBe('<a https://x.org>\\*a\\*</a>');
  });

  it("aren't masked in a title, nor bare where the title is a link itself", () => {
    expect(shown('[a](https://x.org)', 'title')).toBe('[a](<a https://x.org>https://x.org</a>)');
    expect(shown('[a](https://x.org)', 'linked-title')).toBe('[a](https://x.org)');
  });
});

describe('mentions in Markdown', () => {
  it.each([
    ['<@12>', '<@user 12>'],
    ['<@!12>', '<@user 12>'],
    ['<@&12>', '<@role 12>'],
    ['<#12>', '<@channel 12>'],
    ['</papers search:12>', '<@command 12>'],
    ['<:pie:12>', '<emoji pie>'],
    ['<t:0:R>', '<time 0 R>'],
    ['<t:12>', '<time 12 f>'],
    ['<t:12:x>', '<t:12:x>'],
    ['a < b > c', 'a < b > c'],
    ['<human, object>', '<human, object>'],
    [':fire:', '🔥'],
    [':no_such:', ':no_such:'],
  ])('are read from %j', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('mention nobody in a title', () => {
    expect(shown('<@1> <@&2> @everyone <#3>', 'title')).toBe('<@1> <@&2> @everyone <@channel 3>');
  });
});

describe('any Markdown', () => {
  const signs = fc.constantFrom(
    ...['*', '**', '_', '__', '~~', '||', '`', '```', '[', ']', '(', ')', '](', '<', '>', '\\'],
    ...['# ', '-# ', '> ', '>>> ', '- ', '1. ', '\n', ' ', '  ', 'a', 'https://x.org', '@everyone'],
    ...['<@1>', '<t:0>', ':', 'js\n', '"', '¯'],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(signs, { maxLength: 60 }).map((parts) => parts.join('')),
  );
  const place = fc.constantFrom<Place>('content', 'description', 'field', 'title', 'linked-title');

  it('is read without an error in every place', () => {
    fc.assert(
      fc.property(text, place, (given, where) => {
        parseMarkdown(given, where);
      }),
      { numRuns: 2000 },
    );
  });

  it('comes out literally when every ASCII punctuation mark is escaped', () => {
    fc.assert(
      fc.property(text, place, (given, where) => {
        const escaped = given.replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
        // Digits stay unescaped: a list needs a dot after them.
        const nodes = parseMarkdown(escaped, where);
        expect(nodes.filter(({ type }) => type !== 'text')).toEqual([]);
        expect(plainText(nodes)).toBe(given);
      }),
      { numRuns: 2000 },
    );
  });

  it('loses no letter, whatever characters surround it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('*', '_', '~~', '||', 'x', ' '), { maxLength: 60 }),
        (parts) => {
          const given = parts.join('');
          const letters = (s: string) => s.replaceAll(/[^x]/g, '').length;
          expect(letters(plainText(parseMarkdown(given)))).toBe(letters(given));
        },
      ),
    );
  });
});

describe('long runs in Markdown', () => {
  /** Milliseconds. The slowest input takes a tenth of this; in quadratic time it would take longer. */
  const LIMIT = 400;
  const units = [
    ...[
      '*',
      '**a',
      '_',
      '__a',
      '~~',
      '~~_',
      '||',
      '`',
      '``a',
      '```',
      '\\',
      '[',
      ']',
      '[a',
      '[a]',
      '[a](',
      '[a](b ',
    ],
    ...[
      '(',
      ')',
      '<',
      '<a',
      '<@1',
      '<:a',
      '<a:/',
      '>',
      '> ',
      '>>> ',
      '# ',
      '#',
      '-# ',
      '- ',
      '1. ',
      '1',
      '\n',
    ],
    ...[
      ' ',
      ' \n',
      'a',
      'a:',
      ':a',
      'http://',
      'http://)',
      'http://(',
      'https://x.org ',
      '@',
      '@everyone',
    ],
    ...['*a _b ', '**a __b ', '* ', ' *', '\n- ', '\n > ', '[[a](https://x.org) ', '¯', '**_~~||'],
  ];

  it.each(units)('take time in proportion to the length of %j', (unit) => {
    for (const end of ['', ')', '>', '](https://x.org)']) {
      const given = unit.repeat(Math.ceil(30_000 / unit.length)) + end;
      for (const place of ['content', 'title'] as const) {
        const time = () => {
          const start = performance.now();
          parseMarkdown(given, place);
          return performance.now() - start;
        };
        // Measured again before it counts: another process may have had the processor.
        expect(time() < LIMIT || time() < LIMIT, `${end} ${place}`).toBe(true);
      }
    }
  });
});
