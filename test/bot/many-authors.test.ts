import { expect, it, onTestFinished } from 'vitest';
import { cite } from '../../src/cite/cite.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import { writeDigest } from '../../src/digest/write.ts';
import { digestMessage } from '../../src/messages/digest-message.ts';
import { fitMessage } from '../../src/messages/message.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { english } from '../../src/i18n/translate.ts';
import { openLab } from '../support/lab.ts';
import { titlesOf } from '../support/seen.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { openServices } from '../support/services.ts';

const DAY = '2026-06-12';
const ID = '2606.00001';
/** As many as a report on a large model may have. */
const AUTHORS = Array.from({ length: 3000 }, (_, n) => `Ada van der Muster${n}`);

it('builds, shows and cites a paper with three thousand authors', async () => {
  const services = await openServices();
  services.lists(DAY, { [ID]: 118, '2606.00002': 7 });
  services.papers.set(ID, { authors: AUTHORS });
  const lab = await openLab({
    now: '2026-06-13T08:00:00Z',
    isClockRunning: true,
    env: services.env,
  });
  onTestFinished(() => lab.close());
  const ask = (line: string) => lab.ben.type(lab.general, line);
  const titles = async () => titlesOf(await ask('/papers'));
  await expect.poll(titles, { timeout: 15_000, interval: 250 }).toHaveLength(2);

  const some = (text = '') => {
    const count = text.match(/van der Muster/g)?.length ?? 0;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(100);
    const authors = AUTHORS.slice(0, count).join(', ');
    return english('authors.more', { authors, count: AUTHORS.length - count });
  };
  const [, , line] = (await ask('/papers')).embeds[0]?.description?.split('\n') ?? [];
  const [shown] = line?.split(' · ') ?? [];
  expect(shown).toBe(`-# ${some(shown)}`);
  const card = await ask('/paper paper:author:"muster2999"');
  const authors = card.embeds[0]?.fields?.[0]?.value;
  expect(authors).toBe(some(authors));
  const cited = await lab.ben.press(card, english('cite.button'));
  const [file] = cited.raw?.attachments ?? [];
  const bibtex = await (await fetch(file?.url ?? '')).text();
  expect(bibtex.match(/van der Muster\d+, Ada(?= and |\})/g)).toHaveLength(3000);
});

it('handles ten papers of five thousand authors each in reasonable time', () => {
  const authors = Array.from({ length: 5000 }, (_, n) => `Ada van der Muster${n}`);
  const began = performance.now();
  const { text, leftOut } = writeDigest({
    day: DAY,
    writtenAt: new Date('2026-06-13T06:00:00Z'),
    provenance: { generator: 'paperboy@0.1.0', sources: [] },
    papers: Array.from({ length: 10 }, (_, n) => ({
      arxivId: `2606.0000${n}`,
      title: `Crowd ${n}`,
      authors,
      categories: ['cs.CL'],
      metrics: { upvotes: 9 },
      observedAt: '2026-06-13T06:00:00',
      abstract: 'We, all of us, show.',
    })),
  });
  const { digest, problems } = parseDigest(text, `${DAY}.md`);
  const papers = digest?.papers ?? [];
  expect([leftOut, problems, papers.length]).toEqual([[], [], 10]);
  if (digest) expectWithinLimits(fitMessage(digestMessage(digest, papers)));
  for (const paper of papers) {
    expectWithinLimits(fitMessage(paperCard(english, { day: DAY, paper })));
  }
  expect(cite(papers, 'bibtex').match(/ and /g)).toHaveLength(10 * 4999);
  // A second on a quiet machine; what grew with the square of the names would take minutes.
  expect(performance.now() - began).toBeLessThan(10_000);
});
