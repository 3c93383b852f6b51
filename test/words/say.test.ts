import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, languageOf } from '../../src/words/languages.ts';
import { english, isKey, sayIn, speaker } from '../../src/words/say.ts';

describe('words', () => {
  it('are in the language of the locale', () => {
    expect(sayIn('de')('page.next')).toBe('Weiter');
    expect(sayIn('ja')('page.next')).toBe('次へ');
    expect(sayIn('es-419')('page.next')).toBe(sayIn('es-ES')('page.next'));
    expect(sayIn('zh-TW')('page.next')).toBe(sayIn('zh-CN')('page.next'));
    expect(sayIn('en-GB')('page.next')).toBe('Next');
  });

  it('are English where the locale is none of ours', () => {
    for (const locale of ['pt-BR', 'tlh', '', 'DE', 'constructor', '../de']) {
      expect(sayIn(locale)('page.next')).toBe('Next');
    }
  });

  it('are English where the catalogue lacks them, with its plurals and numbers', () => {
    const say = speaker('de', { 'page.next': 'Weiter' }, english);
    expect(say('page.next')).toBe('Weiter');
    expect(say('count.papers', { count: 7620 })).toBe('7,620 papers');
    expect(say('count.papers', { count: 1 })).toBe('1 paper');
  });

  it('fail loudly where even English lacks them', () => {
    expect(() => speaker('en', {})('page.next')).toThrow('page.next');
  });

  it('fail loudly where a value is missing', () => {
    expect(() => english('page.of', { page: 1, pages: 2 })).toThrow('heading');
  });

  it('have numbers and plurals as the language writes them', () => {
    const line = (locale: string, count: number) =>
      sayIn(locale)('counts.retweets', { count, name: 'retweets' });
    expect(line('en-US', 7620)).toBe('7,620 retweets');
    expect(line('de', 7620)).toBe('7.620 Retweets');
    expect(line('de', 1)).toBe('1 Retweet');
    expect(line('fr', 7620)).toBe('7\u202f620 retweets');
    expect(sayIn('fr')('count.papers', { count: 0 })).toBe('0 article');
  });

  it('take values as they are, whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...Object.values(LANGUAGES).flat()),
        (typed, locale) => {
          const said = sayIn(locale)('card.shared-by', { person: typed });
          const [before, after = ''] = sayIn(locale)('card.shared-by', { person: '\0' }).split(
            '\0',
          );
          expect(said).toBe(`${before ?? ''}${typed}${after}`);
        },
      ),
    );
    const hostile = "{count, plural, other {#}} <b>'{'x'}' </b>";
    expect(english('paper.similar', { title: hostile })).toBe(`Similar to **${hostile}**`);
  });

  it('show what looks like a tag as it stands, such as a channel', () => {
    const text = 'In <#1> for <@2> at <t:3:R>, <b>bold</b>';
    expect(speaker('en', { 'page.next': text })('page.next')).toBe(text);
  });

  it('are known by their key or not at all', () => {
    expect(isKey('page.next')).toBe(true);
    for (const key of ['page', 'page.nexts', 'toString', '__proto__']) {
      expect(isKey(key)).toBe(false);
    }
  });

  it('serve every locale with one language', () => {
    const locales = Object.values(LANGUAGES).flat();
    expect(new Set(locales).size).toBe(locales.length);
    for (const [language, own] of Object.entries(LANGUAGES)) {
      for (const locale of own) expect(languageOf(locale)).toBe(language);
    }
  });
});
