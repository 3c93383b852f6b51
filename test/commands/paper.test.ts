import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, inCode, optionsOf, titlesOf } from '../support/seen.ts';

const mixer = {
  arxivId: '2105.01601',
  title: 'Mixing Perceptrons For Vision',
  abstract: 'We show token layers without attention.',
  authors: ['Ada Muster', 'Ben Beispiel'],
  categories: ['cs.CV', 'cs.LG'],
};
const DIGESTS = [
  digestOf({
    day: '2021-05-05',
    papers: [
      { title: 'Another Study', arxivId: '2105.00002' },
      { ...mixer, metrics: { retweets: 7620, favorites: 108, upvotes: 4, beers: 1 } },
    ],
  }),
  digestOf({ day: '2021-05-04', papers: [mixer] }),
  digestOf({
    day: '2020-02-02',
    papers: [
      {
        title: 'Gated Layers For Vision',
        abstract: 'We gate token layers. Code: https://lab.example/gates',
      },
      ...['Leeks', 'Onions', 'Soup', 'Bread', 'Salt'].map((title) => ({ title, abstract: title })),
    ],
  }),
  digestOf({
    day: '2020-01-02',
    papers: [{ title: 'Mixing <@1> **Paint**', arxivId: 'math.GT/0309136', abstract: 'We paint.' }],
  }),
];

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ digests: DIGESTS });
});
afterAll(() => lab.close());

const ask = (line: string) => lab.ben.type(lab.general, line);
const labelsOf = (card: Awaited<ReturnType<typeof ask>>) =>
  controlsOf(card).map(({ label }) => label);
const fieldOf = (card: Awaited<ReturnType<typeof ask>>, name: string) =>
  card.embeds[0]?.fields?.find((field) => field.name === name)?.value;

describe('/paper', () => {
  it.each([
    ['an id', '2105.01601'],
    ['an id with a version', 'arXiv:2105.01601v2'],
    ['a link', 'https://arxiv.org/pdf/2105.01601.pdf'],
    ['its title', 'mixing perceptrons for vision'],
    ['words of it', 'vision perceptrons'],
  ])('shows the paper for %s in full, to everyone', async (_, typed) => {
    const card = await ask(`/paper paper:${typed}`);
    expect(card.embeds[0]?.title).toBe('Mixing Perceptrons For Vision');
    expect(card.content).toBe('');
    expect(card.ephemeral).toBe(false);
  });

  it('names every count with its source and time', async () => {
    const card = await ask('/paper paper:2105.01601');
    const value = fieldOf(card, english('card.counts-of', { at: '2021-05-05 09:00 UTC' }));
    expect(value?.split('\n')).toEqual([
      english('counts.from', {
        source: 'Twitter',
        counts: [
          english('counts.retweets', { count: 7620 }),
          english('counts.favorites', { count: 108 }),
        ].join(' · '),
      }),
      english('counts.from', {
        source: '[Hugging Face](https://huggingface.co/papers/2105.01601)',
        counts: english('counts.upvotes', { count: 4 }),
      }),
      english('counts.other', { count: 1, name: 'beers' }),
    ]);
  });

  it("doesn't claim a time zone for counts whose zone is unknown", async () => {
    const card = await ask('/paper paper:math/0309136');
    expect(fieldOf(card, english('card.counts-of', { at: '2020-01-02 09:00' }))).toMatch(
      /^Twitter: /,
    );
  });

  it('lists the days a paper was in a digest, with its rank', async () => {
    const card = await ask('/paper paper:2105.01601');
    expect(fieldOf(card, english('card.history'))).toBe('2021-05-04 (#1), 2021-05-05 (#2)');
  });

  it('mentions each rank only once', async () => {
    const card = await ask('/paper paper:math/0309136');
    expect(fieldOf(card, english('card.history'))).toBe('2020-01-02 (#1)');
    expect(JSON.stringify(card.embeds).match(/#1/g)).toHaveLength(1);
  });

  it('links the abstract page, the PDF and the HTML version', async () => {
    const card = await ask('/paper paper:math/0309136');
    expect(card.embeds[0]?.title).toBe('Mixing \\<\\@1> \\*\\*Paint\\*\\*');
    const links = JSON.stringify(card.components).match(/https:[^"]*/g);
    expect(links).toEqual([
      'https://arxiv.org/abs/math.GT/0309136',
      'https://arxiv.org/pdf/math.GT/0309136',
      'https://ar5iv.labs.arxiv.org/html/math.GT/0309136',
    ]);
  });

  it('says that it shows the best of several matches, and lists all privately', async () => {
    const card = await ask('/paper paper:mixing');
    expect(card.content).toBe(`-# ${english('paper.best-of', { count: 2 })}`);
    await lab.restart();
    for (const person of [lab.ben, lab.ada]) {
      const all = await person.press(card, english('card.all', { count: 2 }));
      expect(all.ephemeral).toBe(true);
      expect(all.id).not.toBe(card.id);
      expect(all.content).toBe(
        english('papers.best', { count: 2, query: english('query.search', { value: 'mixing' }) }),
      );
    }
    const only = await ask('/paper paper:2105.01601');
    expect(labelsOf(only)).not.toContain(english('card.all', { count: 1 }));
    expect(labelsOf(only)).toHaveLength(5);
  });

  it('lists all matches even if the words are too long for a button', async () => {
    const card = await ask(`/paper paper:${'vision '.repeat(40)}`);
    const all = await lab.ben.press(card, english('card.all', { count: 2 }));
    expect(all.content).toBe(
      english('papers.best', {
        count: 2,
        query: english('query.search', { value: `${'vision '.repeat(28).trim()}…` }),
      }),
    );
  });

  it('explains what to do when there is no such paper', async () => {
    const answer = await ask('/paper paper:**xyzzy** plugh');
    expect(answer.ephemeral).toBe(true);
    expect(inCode(answer.content)).toBe(
      english('paper.unknown', { typed: '\\*\\*xyzzy\\*\\* plugh' }),
    );
    expect(inCode(answer.content)).toContain('/papers search:');
  });

  it.each([
    'https://example.com/mixing-perceptrons',
    '<https://twitter.com/someone/status/2>',
    'www.openreview.net/forum?id=vision',
  ])("doesn't search for words of a link that leads to no paper: %s", async (link) => {
    for (const line of [`/paper paper:${link}`, `/papers search:${link}`]) {
      const answer = await ask(line);
      expect(answer.ephemeral).toBe(true);
      expect(answer.content).toBe(english('links.unknown'));
      expect(answer.embeds).toEqual([]);
    }
  });

  it('finds a paper by a link in its abstract', async () => {
    const card = await ask('/paper paper:https://www.lab.example/gates/');
    expect(card.embeds[0]?.title).toBe('Gated Layers For Vision');
    const list = await ask('/papers search:https://lab.example/gates');
    expect(list.content).toBe(
      english('papers.best', {
        count: 1,
        query: english('query.search', { value: '"lab.example/gates"' }),
      }),
    );
  });

  it.each(['2301.00001', 'https://arxiv.org/abs/2301.00001v2', 'arXiv:2301.00001'])(
    'links to arXiv for a paper that was in no digest: %s',
    async (typed) => {
      for (const line of [`/paper paper:${typed}`, `/papers search:${typed}`]) {
        const answer = await ask(line);
        expect(answer.ephemeral).toBe(true);
        expect(answer.content).toBe(
          english('find.not-here', {
            papers: '[2301.00001](<https://arxiv.org/abs/2301.00001>)',
          }),
        );
      }
    },
  );

  it('shows the nearest paper privately when none has all of the words', async () => {
    const card = await ask('/paper paper:mixing perceptrons xyzzy');
    expect(card.ephemeral).toBe(true);
    expect(labelsOf(card)).toContain(english('card.share'));
    expect(card.embeds[0]?.title).toBe('Mixing Perceptrons For Vision');
    expect(card.content).toContain(`-# ${english('paper.partial')}`);
  });

  it('suggests papers while a title is typed, and the newest digest before that', async () => {
    expect(await lab.ben.suggest(lab.general, '/paper paper:perc')).toEqual([
      { name: 'Mixing Perceptrons For Vision · Ada Muster · 2021-05-05', value: '2105.01601' },
    ]);
    const newest = await lab.ben.suggest(lab.general, '/paper paper:');
    expect(newest.map(({ value }) => value)).toEqual(['2105.00002', '2105.01601']);
  });

  it('lists similar papers privately, with what they share', async () => {
    const card = await ask('/paper paper:2105.01601');
    const similar = await lab.ada.press(card, english('card.similar'));
    expect(similar.ephemeral).toBe(true);
    expect(similar.content).toBe(
      english('paper.similar', { title: 'Mixing Perceptrons For Vision' }),
    );
    expect(titlesOf(similar)[0]).toBe('Gated Layers For Vision');
    expect(similar.embeds[0]?.description).toContain(
      `\n-# ${english('paper.shares', { words: 'token layers' })}`,
    );
    const [value = ''] = optionsOf(similar);
    const opened = await lab.ada.choose(similar, 'paper:similar:0', [value]);
    expect(opened.embeds[0]?.title).toBe('Gated Layers For Vision');
  });

  it('shares a paper to the channel by a button, without pings, even after a restart', async () => {
    const list = await ask('/papers search:perceptrons');
    const card = await lab.ada.choose(list, 'paper:found:0', ['2021-05-05/2105.01601']);
    expect(card.ephemeral).toBe(true);
    await lab.restart();
    const shared = await lab.ada.press(card, english('card.share'));
    expect(shared.ephemeral).toBe(false);
    expect(shared.content).toBe(`-# ${english('card.shared-by', { person: `<@${lab.ada.id}>` })}`);
    expect(shared.raw?.mentions).toEqual([]);
    expect(shared.embeds[0]?.title).toBe('Mixing Perceptrons For Vision');
    // Everyone there already sees it.
    expect(labelsOf(shared)).not.toContain(english('card.share'));
  });

  it("offers to share only cards that others can't see yet", async () => {
    expect(labelsOf(await ask('/paper paper:2105.01601'))).not.toContain(english('card.share'));
    const message = lab.ada.say(lab.general, '2105.01601');
    expect(labelsOf(await lab.ben.use('Find papers', message))).toContain(english('card.share'));
  });

  it('shows the paper privately with private:True, and offers to share it', async () => {
    const card = await ask('/paper paper:2105.01601 private:True');
    expect(card.ephemeral).toBe(true);
    expect(labelsOf(card)).toContain(english('card.share'));
    const alone = await lab.ben.type(lab.ben.dm(), '/paper paper:2105.01601 private:True');
    expect(labelsOf(alone)).not.toContain(english('card.share'));
  });

  it("doesn't offer to share where nobody else reads", async () => {
    const list = await lab.ada.type(lab.ada.dm(), '/papers search:perceptrons');
    const card = await lab.ada.choose(list, 'paper:found:0', ['2021-05-05/2105.01601']);
    expect(labelsOf(card)).not.toContain(english('card.share'));
    expect(labelsOf(card)).toContain(english('card.similar'));
  });

  it('refuses to share a paper that is gone from the archive, and says where to look', async () => {
    const list = await ask('/papers search:paint');
    const card = await lab.ada.choose(list, 'paper:found:0', ['2020-01-02/math.GT/0309136']);
    await lab.removeDigest('2020-01-02.md');
    await expect
      .poll(
        async () => {
          lab.clock.now += 5000;
          return inCode((await lab.ada.press(card, english('card.share'))).content);
        },
        { timeout: 8000, interval: 500 },
      )
      .toBe(english('paper.gone'));
  });
});
