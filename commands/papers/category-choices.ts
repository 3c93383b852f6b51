import type { Choice } from '../../src/command.ts';
import { fitPlain } from '../../src/embeds/text.ts';
import type { Say } from '../../src/words/say.ts';

/** What Discord takes at most: choices, and characters of a choice's name and value. */
export const MAX_CHOICES = 25;
export const MAX_NAME = 100;
export const MAX_VALUE = 100;

interface Counted {
  code: string;
  name: string | undefined;
  papers: number;
}

/** Categories whose code begins with what is typed, then those whose name or code holds it. */
export function categoryChoices(say: Say, typed: string, categories: readonly Counted[]): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const begins = ({ code }: Counted): boolean => code.toLowerCase().startsWith(wanted);
  const holds = ({ code, name = '' }: Counted): boolean =>
    `${code} ${name}`.toLowerCase().includes(wanted);
  const first = categories.filter(begins);
  const then = categories.filter((category) => !begins(category) && holds(category));
  return [...first, ...then].slice(0, MAX_CHOICES).map(({ code, name, papers }) => ({
    name: fitPlain(
      `${code}${name === undefined ? '' : ` ${name}`} (${say('count.papers', { count: papers })})`,
      100,
    ),
    value: code,
  }));
}

/** The same for a comma-separated list: what is typed last is completed, the rest is kept. */
export function categoryListChoices(
  say: Say,
  typed: string,
  categories: readonly Counted[],
): Choice[] {
  const parts = typed.split(',');
  const last = parts.pop() ?? '';
  const kept = parts.map((part) => part.trim()).filter(Boolean);
  const left = categories.filter(({ code }) => !kept.includes(code));
  return categoryChoices(say, last, left)
    .map(({ name, value }) => ({
      name: fitPlain([...kept, name].join(', '), 100),
      value: [...kept, value].join(', '),
    }))
    .filter(({ value }) => value.length <= 100);
}
