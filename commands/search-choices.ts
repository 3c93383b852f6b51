import type { Choice, Context } from '../src/command.ts';
import { fitPlain } from '../src/embeds/text.ts';
import type { Library } from '../src/library/types.ts';
import type { Say } from '../src/words/say.ts';
import { categoryChoices, MAX_CHOICES, MAX_NAME, MAX_VALUE } from './choices.ts';
import { dayChoices, monthsLike } from './date-choices.ts';
import { paperChoice } from './paper-choices.ts';
import { withDays } from './paper-query.ts';

/** The last operator of a text, with what is typed of its value so far. */
const UNFINISHED = /(?<=^|\s)(-?(?:author|category|cat|since|before):)"?([^"]*)$/i;
/** A year, a month or a day, or what has been typed of one. */
const DATE = /^(?:19|20)\d{2}(?:-\d{0,2}){0,2}$/;

/** How many are offered beside the papers. */
const AUTHORS = 3;
const CATEGORIES = 2;
const DATES = 3;

/**
 * What a search text may become: the value of an operator that is being typed; or the text as it
 * is, with how many papers it finds, and dates, categories, authors and papers that match it.
 */
export async function searchChoices(
  typed: string,
  context: Pick<Context, 'say' | 'library' | 'today'>,
): Promise<Choice[]> {
  const { say, library } = context;
  const text = typed.trim();
  const [, operator = '', begun = ''] = UNFINISHED.exec(typed) ?? [];
  if (operator !== '') {
    const before = typed.slice(0, UNFINISHED.exec(typed)?.index);
    const values = await valuesOf(say, operator, begun.trim(), library);
    return usable(
      values.map(({ name, value }) => ({
        name: `${before}${operator} ${name}`,
        value: `${before}${operator}${value.includes(' ') ? `"${value}"` : value}`,
      })),
    );
  }
  if (text === '') {
    const papers = library.newest()?.papers ?? [];
    const day = library.newest()?.day ?? '';
    return usable(papers.map((paper) => paperChoice({ day, paper })));
  }
  const [found, authors] = await Promise.all([
    library.search({ search: withDays(text, context) }, { offset: 0, limit: MAX_CHOICES }),
    library.authors(text, AUTHORS),
  ]);
  // One letter begins half the taxonomy.
  const categories = text.length > 1 ? categoryChoices(say, text, library.categories()) : [];
  return usable([
    // First, since it is what Enter takes.
    { name: say('search.typed', { typed: text, count: found.total }), value: text },
    ...(DATE.test(text) ? dateSearches(say, text, library) : []),
    ...categories.slice(0, CATEGORIES).map(({ name, value }) => ({
      name: say('search.category', { category: name }),
      value: `category:${value}`,
    })),
    ...authors.map((author) => ({
      name: say('search.author', { author }),
      value: `author:"${author}"`,
    })),
    ...found.hits.map(paperChoice),
  ]);
}

async function valuesOf(
  say: Say,
  operator: string,
  begun: string,
  library: Library,
): Promise<Choice[]> {
  const name = operator.replace('-', '').toLowerCase();
  if (name === 'author:') {
    const authors = await library.authors(begun, MAX_CHOICES);
    return authors.map((author) => ({ name: author, value: author }));
  }
  if (name.startsWith('cat')) return categoryChoices(say, begun, library.categories());
  return datesLike(say, begun, library);
}

/** Months by their name alone, since what lies on one side of a month is asked for; then days. */
function datesLike(say: Say, begun: string, library: Library): Choice[] {
  const months = monthsLike(say, begun, library).map(({ month }) => ({
    name: month,
    value: month,
  }));
  return [...months, ...dayChoices(say, begun, library)];
}

/** The papers since a month or a day, for who types a date where words are expected. */
function dateSearches(say: Say, text: string, library: Library): Choice[] {
  return datesLike(say, text, library)
    .slice(0, DATES)
    .map(({ name, value }) => ({
      name: say('search.since', { date: name }),
      value: `since:${value}`,
    }));
}

/** Cut where nothing hangs on it; what Discord would refuse of a value is left out. */
function usable(choices: readonly Choice[]): Choice[] {
  const fitting = choices.filter(({ value }) => value.length <= MAX_VALUE);
  const once = new Map(fitting.toReversed().map((choice) => [choice.value, choice]));
  return fitting
    .filter((choice) => once.get(choice.value) === choice)
    .slice(0, MAX_CHOICES)
    .map(({ name, value }) => ({ name: fitPlain(name, MAX_NAME), value }));
}
