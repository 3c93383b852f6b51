import type { Choice } from '../../src/command.ts';
import type { Entry } from '../../src/embeds/paper-embeds.ts';
import { titleOf } from '../../src/embeds/paper-text.ts';
import { fitPlain } from '../../src/embeds/text.ts';
import { MAX_NAME } from './category-choices.ts';

/** A paper to choose by its title, first author and day; its value is its id. */
export function paperChoice({ day, paper }: Entry): Choice {
  const [first = ''] = paper.authors;
  const from = ` · ${fitPlain(first, 30)} · ${day}`;
  return {
    name: `${fitPlain(titleOf(paper), MAX_NAME - from.length)}${from}`,
    value: paper.arxivId,
  };
}
