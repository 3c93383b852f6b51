import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { choiceKey, commandKey, optionKey } from '../../src/i18n/command-keys.ts';
import { type Catalogue, readCatalogue, TRANSLATED_LANGUAGES } from '../../src/i18n/translate.ts';
import { PERMISSIONS, REASONS, SEARCH_PROBLEMS } from '../support/reasons.ts';

const ROOT = join(import.meta.dirname, '../..');
const english = readCatalogue('en');
const keys = Object.keys(english);

/** The parser's types for plain text and for the `#` of a plural. */
const [LITERAL, POUND] = [0, 7];

type Elements = ReturnType<IntlMessageFormat['getAst']>;
type Element = Elements[number];

function parsed(text: string, language: string): Elements {
  return new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();
}

const inside = (element: Element): Element[] =>
  'options' in element ? Object.values(element.options).flatMap(({ value }) => value) : [];

const nameOf = (element: Element): string[] =>
  'value' in element && !('pluralType' in element) && (element.type as number) !== LITERAL
    ? [element.value]
    : [];

/** The names of the values in a text, including those that only choose a plural form. */
function namesIn(elements: Elements): string[] {
  return elements.flatMap((element) => [
    ...('pluralType' in element ? [element.value] : nameOf(element)),
    ...namesIn(inside(element)),
  ]);
}

/** The names of the values that a text shows. */
function shownIn(elements: Elements, plural?: string): string[] {
  return elements.flatMap((element) => {
    if ('pluralType' in element) return shownIn(inside(element), element.value);
    // In a plural, # shows the value that chooses the form.
    if ((element.type as number) === POUND) return plural === undefined ? [] : [plural];
    return nameOf(element);
  });
}

/** What a text tells people to type. */
function typedIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, typed = '']) => typed).sort();
}

/** What to type in a client with that language, where the names of options differ. */
function inClient(typed: string, catalogue: Catalogue): string {
  const names = new Map(
    Object.entries(english)
      .filter(([key]) => /^option\.\w+\.\w+\.name$/.test(key))
      .map(([key, name]) => [name, (catalogue as Record<string, string>)[key] ?? name]),
  );
  return typed
    .replace(
      /^(\/\w+ )(\w+):$/,
      (_all, command: string, name: string) => `${command}${names.get(name) ?? name}:`,
    )
    .replace(/^([a-z]+)(?=:|$)/, (name) => names.get(name) ?? name);
}

const TYPED_VALUES = ['all', 'off', 'cs'];

function sourcesOf(...folders: string[]): string {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: ROOT }))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
}

/** The keys of commands' names and descriptions, with their English texts. */
const commandTexts = new Map(
  commands.flatMap((command) => {
    const { name } = command.data;
    const own: [string, string][] = [[commandKey(name, 'name'), name]];
    if (command.summary !== undefined)
      return [...own, [commandKey(name, 'summary'), command.summary]];
    const { description, options = [] } = command.data;
    own.push([commandKey(name, 'description'), description]);
    for (const option of options) {
      own.push([optionKey(name, option.name, 'name'), option.name]);
      own.push([optionKey(name, option.name, 'description'), option.description]);
      const choices = 'choices' in option ? (option.choices ?? []) : [];
      for (const choice of choices) {
        own.push([choiceKey(name, option.name, choice.value), choice.name]);
      }
    }
    return own;
  }),
);

/** The keys built from a code. */
const codeKeys = new Set([
  ...Object.keys(REASONS)
    .filter((code) => code !== 'text')
    .map((code) => `reason.${code}`),
  ...PERMISSIONS.map((permission) => `permission.${permission}`),
  ...SEARCH_PROBLEMS.map((code) => `search-problem.${code}`),
]);

describe('the English catalogue', () => {
  it('has every text the code uses, and no other', () => {
    const source = sourcesOf('src', 'commands');
    const literal = keys.filter((key) => source.includes(`'${key}'`));
    const isBuilt = (key: string) => commandTexts.has(key) || codeKeys.has(key);
    expect(keys.filter((key) => !literal.includes(key) && !isBuilt(key))).toEqual([]);
    const used = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('has a text for each code of a reason, a permission and a search problem', () => {
    expect([...codeKeys].filter((key) => !keys.includes(key))).toEqual([]);
    const coded = keys.filter((key) => /^(?:reason|permission|search-problem)\./.test(key));
    expect(coded.filter((key) => !codeKeys.has(key))).toEqual([]);
  });

  it("matches the commands' own names and descriptions", () => {
    const words = english as Readonly<Record<string, string>>;
    for (const [key, text] of commandTexts) expect([key, words[key]]).toEqual([key, text]);
  });
});

describe.each(TRANSLATED_LANGUAGES)('the catalogue %s', (language) => {
  const catalogue = readCatalogue(language);
  const texts = Object.entries(catalogue) as [keyof Catalogue, string][];

  it('has the English keys in their order', () => {
    expect(Object.keys(catalogue)).toEqual(keys);
  });

  it('shows what the English texts show, and nothing unknown', () => {
    for (const [key, text] of texts) {
      const own = parsed(text, language);
      const theirs = parsed(english[key] ?? '', 'en');
      const known = new Set(namesIn(theirs));
      expect([key, namesIn(own).filter((name) => !known.has(name))]).toEqual([key, []]);
      const shown = new Set(namesIn(own));
      expect([key, shownIn(theirs).filter((name) => !shown.has(name))]).toEqual([key, []]);
    }
  });

  it('has no apostrophe that would quote what follows', () => {
    for (const [key, text] of texts) expect([key, /'[{}<>#']/.test(text)]).toEqual([key, false]);
  });

  it("keeps everything that is typed, with its client's option names", () => {
    for (const [key, text] of texts) {
      const wanted = typedIn(english[key] ?? '').map((typed) =>
        TYPED_VALUES.includes(typed) ? typed : inClient(typed, catalogue),
      );
      expect([key, typedIn(text)]).toEqual([key, wanted.sort()]);
    }
  });

  it('keeps bold marks, and has no surrounding blanks', () => {
    const bold = (text: string) => text.split('**').length;
    for (const [key, text] of texts) {
      expect([key, bold(text)]).toEqual([key, bold(english[key] ?? '')]);
      expect([key, text]).toEqual([key, text.trim()]);
    }
  });
});
