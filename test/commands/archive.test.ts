import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/digest/parse.ts';

import { escapeText } from '../../src/messages/text.ts';
import { english } from '../../src/i18n/translate.ts';
import type { Seen } from '../../playground/server/world/seen.ts';
import { archiveFiles, archiveFolder } from '../support/archive.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, optionsOf } from '../support/seen.ts';

describe.skipIf(!archiveFolder)('commands over the whole archive', () => {
  const digests = archiveFiles().flatMap(({ name, text }) => parseDigest(text, name).digest ?? []);
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab({
      env: { DIGESTS_DIR: archiveFolder ?? '' },
      now: new Date().toISOString(),
      discord: { rateLimits: false },
    });
  });
  afterAll(() => lab.close());

  const ask = (line: string) => lab.ben.type(lab.general, line);

  /** The papers on every page of an answer, as `DAY/ID`. */
  async function papersOnAllPages(first: Seen): Promise<string[]> {
    const found = optionsOf(first);
    let page = first;
    while (
      controlsOf(page).some(({ label, disabled }) => label === english('page.next') && !disabled)
    ) {
      page = await lab.ben.press(page, english('page.next'));
      found.push(...optionsOf(page));
    }
    return found;
  }

  it('answer every day with exactly the papers of its file, in order', async () => {
    for (const { day, papers } of digests) {
      const found = await papersOnAllPages(await ask(`/papers date:${day}`));
      expect(found).toEqual(papers.map(({ arxivId }) => `${day}/${arxivId}`));
    }
  });

  it('find exactly the papers of a category, newest first', async () => {
    for (const category of ['quant-ph', 'physics.soc-ph', 'cs.GR', 'math-ph']) {
      const expected = digests
        .toReversed()
        .flatMap(({ day, papers }) => papers.map((paper) => ({ day, paper })))
        .filter(({ paper }) => paper.categories.includes(category))
        .map(({ day, paper }) => `${day}/${paper.arxivId}`);
      expect(expected.length).toBeGreaterThan(0);
      expect(await papersOnAllPages(await ask(`/papers category:${category}`))).toEqual(expected);
    }
  });

  it('find a paper first by its title with the words reversed', async () => {
    for (const { papers } of digests.filter((_, n) => n % 4 === 0)) {
      const [paper] = papers;
      if (!paper) continue;
      const words = (paper.title.match(/[\p{L}\p{N}]+/gu) ?? []).reverse().join(' ');
      const [first] = optionsOf(await ask(`/papers search:${words}`));
      expect(first?.slice('2021-05-05/'.length), paper.title).toBe(paper.arxivId);
    }
  });

  it('deliver the newest digest as it is in its file', async () => {
    const newest = digests.at(-1);
    const answer = await lab.ada.type(lab.papers, '/subscribe channel:#papers style:full');
    await lab.ada.press(answer, controlsOf(answer)[0]?.id ?? '');
    expect(lab.papers.messages[0]?.embeds.map(({ title }) => title)).toEqual(
      newest?.papers
        .slice(0, 10)
        .map(({ rank, title }) => `${rank}. ${escapeText(title, { links: false })}`),
    );
  });
});
