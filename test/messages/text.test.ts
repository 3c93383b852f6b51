import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, fitPlain, fitText } from '../../src/messages/text.ts';

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
