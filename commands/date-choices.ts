import type { Choice, Context } from '../src/command.ts';
import { titleOf } from '../src/embeds/paper-text.ts';
import { fitPlain } from '../src/embeds/text.ts';
import type { Say } from '../src/words/say.ts';
import { MAX_CHOICES, MAX_NAME } from './choices.ts';

/** What is understood in place of a day, and what it is called in the list. */
const DATE_WORDS = [
  ['latest', 'date.latest'],
  ['today', 'date.today'],
  ['yesterday', 'date.yesterday'],
  ['this week', 'date.this-week'],
  ['last week', 'date.last-week'],
  ['last month', 'date.last-month'],
] as const;

/** Words, months and days that hold what is typed, newest first. */
export function dateChoices(say: Say, typed: string, library: Context['library']): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const words = DATE_WORDS.map(([value, key]) => ({ name: say(key), value })).filter(
    ({ name, value }) => value.startsWith(wanted) || name.toLowerCase().startsWith(wanted),
  );
  return [
    ...words,
    ...monthChoices(say, wanted, library),
    ...dayChoices(say, wanted, library),
  ].slice(0, MAX_CHOICES);
}

function monthChoices(say: Say, wanted: string, library: Context['library']): Choice[] {
  return monthsLike(wanted, library).map(({ month, days }) => ({
    name: say('date.month', { month, count: days }),
    value: month,
  }));
}

/** The months that begin with what is typed of a month or a year, newest first, with how many days have a digest. */
export function monthsLike(
  wanted: string,
  library: Context['library'],
): { month: string; days: number }[] {
  if (wanted === '' || wanted.length > 'YYYY-MM'.length) return [];
  const days = library.days().filter((day) => day.startsWith(wanted));
  return [...Map.groupBy(days, (day) => day.slice(0, 7))].map(([month, { length }]) => ({
    month,
    days: length,
  }));
}

/** The days that hold what is typed, newest first, each with its first paper. */
export function dayChoices(say: Say, wanted: string, library: Context['library']): Choice[] {
  const days = library.days().filter((day) => day.includes(wanted));
  return days.slice(0, MAX_CHOICES).map((day) => {
    const found = library.digest(day)?.papers ?? [];
    const first = found[0] ? `: ${titleOf(found[0])}` : '';
    const papers = say('count.papers', { count: found.length });
    return { name: fitPlain(`${day} · ${papers}${first}`, MAX_NAME), value: day };
  });
}
