import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createTranslator,
  english,
  isTranslationKey,
  readCatalogue,
  translatorFor,
  type Language,
  LANGUAGES,
  languageOf,
} from '../../src/i18n/translate.ts';

describe('catalogue texts', () => {
  it('use the language of the locale', () => {
    expect(translatorFor('de')('page.next')).toBe(readCatalogue('de')['page.next']);
    expect(translatorFor('ja')('page.next')).toBe(readCatalogue('ja')['page.next']);
    expect(translatorFor('es-419')('page.next')).toBe(translatorFor('es-ES')('page.next'));
    expect(translatorFor('zh-TW')('page.next')).toBe(translatorFor('zh-CN')('page.next'));
    expect(translatorFor('en-GB')('page.next')).toBe(readCatalogue('en')['page.next']);
    expect(translatorFor('de')('page.next')).not.toBe(translatorFor('en-GB')('page.next'));
  });

  it('are English for an unknown locale', () => {
    for (const locale of ['pt-BR', 'tlh', '', 'DE', 'constructor', '../de']) {
      expect(translatorFor(locale)('page.next')).toBe(readCatalogue('en')['page.next']);
    }
  });

  it('are English when missing, with English plurals and numbers', () => {
    const t = createTranslator('de', { 'page.next': 'Weiter' }, english);
    expect(t('page.next')).toBe('Weiter');
    expect(t('count.papers', { count: 7620 })).toBe(english('count.papers', { count: 7620 }));
    expect(t('count.papers', { count: 1 })).toBe(english('count.papers', { count: 1 }));
  });

  it('throw when even English lacks them', () => {
    expect(() => createTranslator('en', {})('page.next')).toThrow('page.next');
  });

  it('throw when a value is missing', () => {
    expect(() => english('page.of', { page: 1, pages: 2 })).toThrow('heading');
  });

  it('write numbers and plurals as the language does', () => {
    const text = '{count, number} {count, plural, one {Retweet} other {Retweets}}';
    const line = (language: Language, count: number) =>
      createTranslator(language, { 'counts.retweets': text })('counts.retweets', { count });
    expect(line('en', 7620)).toBe('7,620 Retweets');
    expect(line('de', 7620)).toBe('7.620 Retweets');
    expect(line('de', 1)).toBe('1 Retweet');
    expect(line('fr', 7620)).toBe('7\u202f620 Retweets');
    expect(line('fr', 0)).toBe('0 Retweet');
    expect(translatorFor('de')('counts.retweets', { count: 7620 })).toMatch(/^7\.620 /);
  });

  it('insert values as they are, whatever they contain', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...Object.values(LANGUAGES).flat()),
        (typed, locale) => {
          const said = translatorFor(locale)('card.shared-by', { person: typed });
          const [before, after = ''] = translatorFor(locale)('card.shared-by', {
            person: '\0',
          }).split('\0');
          expect(said).toBe(`${before ?? ''}${typed}${after}`);
        },
      ),
    );
    const hostile = "{count, plural, other {#}} <b>'{'x'}' </b>";
    expect(english('paper.similar', { title: hostile })).toBe(
      readCatalogue('en')['paper.similar']?.replace('{title}', () => hostile),
    );
  });

  it('show what looks like a tag literally, such as a channel', () => {
    const text = 'In <#1> for <@2> at <t:3:R>, <b>bold</b>';
    expect(createTranslator('en', { 'page.next': text })('page.next')).toBe(text);
  });

  it('are known only by their exact key', () => {
    expect(isTranslationKey('page.next')).toBe(true);
    for (const key of ['page', 'page.nexts', 'toString', '__proto__']) {
      expect(isTranslationKey(key)).toBe(false);
    }
  });

  it('have one language for every locale', () => {
    const locales = Object.values(LANGUAGES).flat();
    expect(new Set(locales).size).toBe(locales.length);
    for (const [language, own] of Object.entries(LANGUAGES)) {
      for (const locale of own) expect(languageOf(locale)).toBe(language);
    }
  });
});
