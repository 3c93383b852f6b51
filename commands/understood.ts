import type { Context } from '../src/command.ts';
import { escapeText, fitText } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';

/** How the library took a search text that held operators. */
export type Understood = NonNullable<ReturnType<Context['library']['search']>['understood']>;

type Condition = Understood['conditions'][number];

/** More would push the papers out of sight. */
const SHOWN = 8;

/** A search text in words, escaped: `for “mixer” by “hinton” since 2021-05`. */
export function describeSearch(search: string, understood: Understood | undefined): string {
  if (!understood) return `for ${quote(search)}`;
  const { text, conditions } = understood;
  const more = conditions.length - SHOWN;
  return [
    ...(text === '' ? [] : [`for ${quote(text)}`]),
    ...conditions.slice(0, SHOWN).map(describeCondition),
    ...(more > 0 ? [`and ${plural(more, 'more conditions')}`] : []),
  ].join(' ');
}

/** What in a search text was left out, and why, on a line of its own; empty when nothing was. */
export function problemLine(understood: Understood | undefined): string {
  const problems = understood?.problems ?? [];
  if (problems.length === 0) return '';
  return `\n-# Not understood: ${fitText(problems.join('; '), 300, { links: false })}`;
}

/** Whether nothing was asked that makes one paper a better answer than another. */
export function isFilterOnly({ text, conditions }: Understood): boolean {
  const isWord = ({ name, excluded }: Condition): boolean =>
    !excluded && (name === 'author' || name === 'title');
  return text === '' && !conditions.some(isWord);
}

function describeCondition({ name, value, excluded }: Condition): string {
  const not = excluded ? 'not ' : '';
  switch (name) {
    case 'word':
      return `without ${quote(value)}`;
    case 'author':
      return `${not}by ${quote(value)}`;
    case 'title':
      return `${excluded ? 'without' : 'with'} ${quote(value)} in the title`;
    case 'category':
      return `${not}in ${escapeText(value)}`;
    case 'since':
    case 'before':
      // Digits and hyphens only.
      return `${name} ${value}`;
  }
}

function quote(text: string): string {
  return `“${fitText(text, 200, { links: false })}”`;
}
