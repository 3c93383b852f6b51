import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { choiceKey, commandKey, optionKey } from '../../src/i18n/command-keys.ts';
import { type Catalogue, readCatalogue } from '../../src/i18n/catalogue.ts';
import { TRANSLATIONS } from '../../src/i18n/languages.ts';
import { PERMISSIONS, REASONS, SEARCH_PROBLEMS } from '../support/reasons.ts';

const ROOT = join(import.meta.dirname, '../..');
const english = readCatalogue('en');
const keys = Object.keys(english);

/** How the parser tells text and the `#` of a plural from what has a name. */
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

/** What stands in the braces of a text, or chooses between its plurals. */
function namesIn(elements: Elements): string[] {
  return elements.flatMap((element) => [
    ...('pluralType' in element ? [element.value] : nameOf(element)),
    ...namesIn(inside(element)),
  ]);
}

/** Those that are shown, and do not only choose. */
function shownIn(elements: Elements, plural?: string): string[] {
  return elements.flatMap((element) => {
    if ('pluralType' in element) return shownIn(inside(element), element.value);
    // What stands for # in a plural.
    if ((element.type as number) === POUND) return plural === undefined ? [] : [plural];
    return nameOf(element);
  });
}

/** The typed things that a text tells people to type. */
function typedIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, typed = '']) => typed).sort();
}

/** What is typed as a client in that language takes it: the names of options differ. */
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

/** Every key that commands ask for by what they are called, with what they say in English. */
const asked = new Map(
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

/** Every key that is put together from a code. */
const worded = new Set([
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
    const isPutTogether = (key: string) => asked.has(key) || worded.has(key);
    expect(keys.filter((key) => !literal.includes(key) && !isPutTogether(key))).toEqual([]);
    const said = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('has a text for each code of a reason, a permission and a search problem', () => {
    expect([...worded].filter((key) => !keys.includes(key))).toEqual([]);
    const coded = keys.filter((key) => /^(?:reason|permission|search-problem)\./.test(key));
    expect(coded.filter((key) => !worded.has(key))).toEqual([]);
  });

  it("matches the commands' own names and descriptions", () => {
    const words = english as Readonly<Record<string, string>>;
    for (const [key, text] of asked) expect([key, words[key]]).toEqual([key, text]);
  });
});

describe.each(TRANSLATIONS)('the catalogue %s', (language) => {
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
