import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seen } from '../../playground/server/world/seen.ts';
import { openStore } from '../../src/store/open.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, inCode, optionsOf, titlesOf } from '../support/seen.ts';
import { digestHeading } from '../../src/messages/digest-message.ts';

const DAY = '2021-05-05';
const DIGESTS = [
  digestOf({
    day: DAY,
    papers: [
      { title: 'Mixing Perceptrons', authors: ['Ilya Mixer'], arxivId: '2105.01601' },
      { title: 'Ticks ``` @everyone ``` and a `tail`', arxivId: '2105.01602' },
      { title: 'Crowded', authors: Array.from({ length: 150 }, (_, n) => `Ada Author${n}`) },
      { title: 'Of Old', arxivId: 'hep-th/9901001' },
      ...Array.from({ length: 8 }, (_, n) => ({ title: `Study ${n + 1}` })),
    ],
  }),
  digestOf({ day: '2021-05-03', papers: [{ title: 'Fleeting Work' }] }),
];

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ digests: DIGESTS });
});
afterAll(() => lab.close());

const ask = (line: string) => lab.ben.type(lab.general, line);

/** The card of the first paper found. */
async function cardOf(words: string): Promise<Seen> {
  const found = await ask(`/papers search:${words}`);
  return lab.ben.choose(found, 'paper:found:0', [optionsOf(found)[0] ?? '']);
}

/** The attached files of an answer, downloaded. */
async function filesOf({ raw }: Seen): Promise<{ name: string; text: string }[]> {
  const files = raw?.attachments ?? [];
  return Promise.all(
    files.map(async ({ filename, url }) => ({
      name: filename,
      text: await (await fetch(url)).text(),
    })),
  );
}

const entriesIn = (text: string) => text.match(/^@misc\{/gm)?.length ?? 0;

describe('the Cite button of a paper', () => {
  it('shows BibTeX in a code block to the person who pressed it', async () => {
    const answer = await lab.ben.press(await cardOf('mixing perceptrons'), english('cite.button'));
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toMatch(/^```bibtex\n@misc\{mixer2021mixing,\n.*\n\}\n```$/s);
    expect(controlsOf(answer).map(({ label, disabled }) => [label, disabled])).toEqual([
      ['BibTeX', true],
      ['RIS', false],
      ['Markdown', false],
    ]);
  });

  it('switches to RIS and Markdown in the same answer, and back', async () => {
    const bibtex = await lab.ben.press(await cardOf('mixing perceptrons'), english('cite.button'));
    const ris = await lab.ben.press(bibtex, 'RIS');
    expect(ris.id).toBe(bibtex.id);
    expect(ris.content).toMatch(/^```ris\nTY {2}- UNPB\nAU {2}- Mixer, Ilya\n.*ER {2}-\s*```$/s);
    const markdown = await lab.ben.press(ris, 'Markdown');
    expect(markdown.id).toBe(bibtex.id);
    expect(markdown.content).toBe(
      '```markdown\n[Mixing Perceptrons](https://arxiv.org/abs/2105.01601), I. Mixer, arXiv:2105.01601 (2021)\n```',
    );
    expect((await lab.ben.press(markdown, 'BibTeX')).content).toBe(bibtex.content);
  });

  it('works after a restart', async () => {
    const card = await cardOf('of old');
    await lab.restart();
    const answer = await lab.ben.press(card, english('cite.button'));
    expect(answer.content).toContain('eprint = {hep-th/9901001}');
    await lab.restart();
    expect((await lab.ben.press(answer, 'RIS')).content).toContain('PY  - 1999');
  });

  it('attaches a file when the text would end its code block, and text otherwise', async () => {
    const answer = await lab.ben.press(await cardOf('ticks tail'), english('cite.button'));
    expect(answer.content).toBe(english('cite.file', { count: 1, style: 'BibTeX' }));
    const [file] = await filesOf(answer);
    expect(file?.name).toBe('2105.01602.bib');
    expect(file?.text).toContain('title = {Ticks ``` @everyone ``` and a `tail`}');
    const markdown = await lab.ben.press(answer, 'Markdown');
    expect(markdown.content.match(/```/g)).toHaveLength(2);
    expect(markdown.raw?.mention_everyone).toBe(false);
    expect(await filesOf(markdown)).toEqual([]);
  });

  it('attaches a file when the text is longer than a message, in every style', async () => {
    const answer = await lab.ben.press(await cardOf('crowded'), english('cite.button'));
    const [file, ...others] = await filesOf(answer);
    expect(others).toEqual([]);
    expect(file?.text).toContain('Author149, Ada}');
    const ris = await lab.ben.press(answer, 'RIS');
    const [risFile, ...more] = await filesOf(ris);
    expect(more).toEqual([]);
    expect(risFile?.name).toBe('2105.05003.ris');
    expect(risFile?.text).toMatch(/AU {2}- Author149, Ada\r\n/);
  });

  it('explains when the paper is gone', async () => {
    const card = await cardOf('fleeting');
    await lab.restart(() => lab.removeDigest('2021-05-03.md'));
    const answer = await lab.ben.press(card, english('cite.button'));
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toBe(english('cite.gone', { count: 1 }));
  });
});

describe('the Cite page button', () => {
  it('cites what the page shows even if the archive has changed since', async () => {
    const page = await ask('/papers search:study');
    await lab.restart(() =>
      lab.addDigest(digestOf({ day: '2021-05-06', papers: [{ title: 'Study Of Study' }] })),
    );
    const answer = await lab.ben.press(page, english('cite.page'));
    expect(answer.ephemeral).toBe(true);
    const [file] = await filesOf(answer);
    const text = file?.text ?? answer.content;
    expect(entriesIn(text)).toBe(8);
    expect(text).not.toContain('Study Of');
    await lab.removeDigest('2021-05-06.md');
    await lab.restart();
  });

  it('cites the papers of whichever page it is on', async () => {
    const second = await lab.ben.press(await ask('/papers category:cs.LG'), english('page.next'));
    const markdown = await lab.ben.press(
      await lab.ben.press(second, english('cite.page')),
      'Markdown',
    );
    const titles = titlesOf(second);
    expect(titles).toHaveLength(4);
    for (const title of titles) expect(markdown.content).toContain(`- [${title}](`);
  });

  it('stores ids too long for the button, and explains when they have expired', async () => {
    await lab.addDigest(
      digestOf({
        day: '2021-05-01',
        papers: Array.from({ length: 5 }, (_, n) => ({
          title: `Ancient ${n}`,
          arxivId: `cond-mat/000100${n}`,
        })),
      }),
    );
    await lab.restart();
    const page = await ask('/papers search:ancient');
    const answer = await lab.ben.press(page, english('cite.page'));
    expect((await lab.ben.press(answer, 'Markdown')).content.match(/^- \[/gm)).toHaveLength(5);
    const store = await openStore(lab.config.databaseUrl);
    await store.keyv('memo').clear();
    await store.close();
    expect(inCode((await lab.ben.press(page, english('cite.page'))).content)).toBe(
      english('button.too-old'),
    );
  });

  it("says how many of the page's papers are gone", async () => {
    await lab.addDigest(digestOf({ day: '2021-05-02', papers: [{ title: 'Perceptrons Alone' }] }));
    await lab.restart();
    const page = await ask('/papers search:perceptrons');
    await lab.restart(() => lab.removeDigest('2021-05-02.md'));
    const answer = await lab.ben.press(page, english('cite.page'));
    expect(answer.content).toContain(`${english('cite.missing', { count: 1 })}\n\`\`\`bibtex\n`);
    expect(entriesIn(answer.content)).toBe(1);
  });
});

describe('the Cite the day button', () => {
  it('gives the whole day as one file to the person who pressed it', async () => {
    const answer = await lab.ada.press(await ask(`/papers date:${DAY}`), english('cite.day'));
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toBe(
      english('cite.file-of-day', { count: 12, day: DAY, style: 'BibTeX' }),
    );
    const [file, ...others] = await filesOf(answer);
    expect(others).toEqual([]);
    expect(file?.name).toBe(`papers-${DAY}.bib`);
    expect(entriesIn(file?.text ?? '')).toBe(12);
  });

  it('gives the day in the other styles as well', async () => {
    const answer = await lab.ada.press(await ask(`/papers date:${DAY}`), english('cite.day'));
    const [file, ...others] = await filesOf(await lab.ada.press(answer, 'RIS'));
    expect(others).toEqual([]);
    expect(file?.name).toBe(`papers-${DAY}.ris`);
    expect(file?.text.match(/^ER {2}- \r$/gm)).toHaveLength(12);
  });

  it('works under a delivered digest, even after a restart', async () => {
    const answer = await lab.ada.type(lab.papers, '/subscribe');
    await lab.ada.press(answer, english('post.button', { day: DAY }));
    const digest = lab.papers.messages.find(({ content }) =>
      content.startsWith(digestHeading(DAY)),
    );
    if (!digest) throw new Error('no digest was delivered');
    await lab.restart();
    const cited = await lab.ben.press(digest, english('cite.day'));
    expect(cited.ephemeral).toBe(true);
    expect((await filesOf(cited)).map(({ name }) => name)).toEqual([`papers-${DAY}.bib`]);
  });

  it('explains when the day is gone', async () => {
    await lab.addDigest(digestOf({ day: '2021-04-30', papers: [{}] }));
    await lab.restart();
    const page = await ask('/papers date:2021-04-30');
    await lab.restart(() => lab.removeDigest('2021-04-30.md'));
    const answer = await lab.ben.press(page, english('cite.day'));
    expect(answer.content).toBe(english('cite.gone-day', { day: '2021-04-30' }));
  });
});
