import { afterAll, beforeAll, expect, it } from 'vitest';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';

const LONG = 'A Very Long Title That Goes On '.repeat(6).trim();

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({
    digests: [
      digestOf({
        day: '2021-05-05',
        papers: [
          {
            title: 'Mixing Kettles',
            authors: ['Gaël Lefèvre', 'Ada Muster'],
            arxivId: '2105.00001',
          },
          { title: LONG, authors: ['Gaël Lefèvre'], arxivId: '2105.00002' },
        ],
      }),
      digestOf({
        day: '2021-04-30',
        papers: [{ title: 'Kettles', authors: ['Bob Beispiel'], categories: ['cs.CV'] }],
      }),
    ],
  });
});
afterAll(() => lab.close());

const suggest = (typed: string) => lab.ben.suggest(lab.general, `/papers search:${typed}`);
const values = async (typed: string) => (await suggest(typed)).map(({ value }) => value);

it("suggests the newest digest's papers before anything is typed", async () => {
  expect(await suggest('')).toMatchObject([
    { name: 'Mixing Kettles · Gaël Lefèvre · 2021-05-05', value: '2105.00001' },
    { value: '2105.00002' },
  ]);
});

it('suggests what is typed first, with its number of results, and then papers', async () => {
  expect(await suggest('kettl')).toEqual([
    { name: english('search.typed', { typed: 'kettl', count: 2 }), value: 'kettl' },
    { name: 'Kettles · Bob Beispiel · 2021-04-30', value: '2104.30001' },
    { name: 'Mixing Kettles · Gaël Lefèvre · 2021-05-05', value: '2105.00001' },
  ]);
  expect(await suggest('zzzzzz')).toEqual([
    { name: english('search.typed', { typed: 'zzzzzz', count: 0 }), value: 'zzzzzz' },
  ]);
});

it('suggests a month by its name and counts it as a range', async () => {
  expect(await values('since:apr')).toEqual(['since:2021-04']);
  expect((await suggest('kettles before:May'))[0]).toMatchObject({
    value: 'kettles before:2021-05',
  });
  expect(await suggest('before:"May" kettles')).toContainEqual({
    name: english('search.typed', { typed: 'before:"May" kettles', count: 1 }),
    value: 'before:"May" kettles',
  });
});

it('suggests authors by the beginning of any of their names, ignoring accents', async () => {
  expect(await suggest('lefev')).toContainEqual({
    name: english('search.author', { author: 'Gaël Lefèvre' }),
    value: 'author:"Gaël Lefèvre"',
  });
  expect(await suggest('l')).not.toContainEqual(
    expect.objectContaining({ value: 'author:"Gaël Lefèvre"' }),
  );
});

it('suggests categories by code and by name', async () => {
  const category = {
    name: english('search.category', {
      category: `cs.CV Computer Vision and Pattern Recognition (${english('count.papers', { count: 1 })})`,
    }),
    value: 'category:cs.CV',
  };
  expect(await suggest('cs.c')).toContainEqual(category);
  expect(await suggest('computer vis')).toContainEqual(category);
});

it('suggests a date as the start of a search', async () => {
  expect(await values('2021-05')).toEqual(['2021-05', 'since:2021-05', 'since:2021-05-05']);
});

it('shows no paper count for a month to search from', async () => {
  expect(await suggest('2021-04')).toContainEqual({
    name: english('search.since', { date: '2021-04' }),
    value: 'since:2021-04',
  });
  expect(await suggest('before:2021-05')).toContainEqual({
    name: 'before: 2021-05',
    value: 'before:2021-05',
  });
});

it.each([
  ['kettles author:gael', 'kettles author:"Gaël Lefèvre"'],
  ['author:"gael l', 'author:"Gaël Lefèvre"'],
  ['-author:bob', '-author:"Bob Beispiel"'],
  ['kettles cat:cs.c', 'kettles cat:cs.CV'],
  ['cat:vision', 'cat:cs.CV'],
  ['since:2021-04', 'since:2021-04'],
  ['kettles before:2021-05-0', 'kettles before:2021-05-05'],
])('completes %s to %s', async (typed, completed) => {
  expect(await values(typed)).toContain(completed);
});

it('finds what a suggestion promised when it is chosen', async () => {
  const [, author] = await suggest('gael');
  const answer = await lab.ben.type(lab.general, `/papers search:${author?.value ?? ''}`);
  expect(answer.content).toBe(
    english('papers.best', {
      count: 2,
      query: english('query.author', { value: 'Gaël Lefèvre' }),
    }),
  );
});

it('suggests nothing that Discord would refuse', async () => {
  const long = 'kettles '.repeat(20).trim();
  for (const typed of [long, `${long} author:gael`, 'very long title']) {
    for (const { name, value } of await suggest(typed)) {
      expect(name.length).toBeLessThanOrEqual(100);
      expect(String(value).length).toBeLessThanOrEqual(100);
    }
  }
});
