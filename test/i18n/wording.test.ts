import { expect, it } from 'vitest';
import {
  english,
  type TranslationKey,
  readCatalogue,
  type Values,
} from '../../src/i18n/translate.ts';

/**
 * Every English text as people read it, so that changes of wording are reviewed in one file. After
 * a change run `npx vitest run test/i18n/wording.test.ts -u` and read the diff.
 */
const GOLDEN = 'golden/en.txt';

/** Values for texts. A name that isn't here is shown as `‹name›`. */
const SAMPLES: Readonly<Record<string, string>> = {
  after: '2021-05-07',
  at: 'Thursday, 6 May 2021 09:00',
  author: 'Ada Lovelace',
  authors: 'Ada Lovelace, Alan Turing',
  before: '2021-05-03',
  categories: '`cs.CV` or `cs.CL`',
  category: 'cs.CV',
  channel: '#papers',
  channels: '#papers, #vision',
  city: 'America/New_York',
  codes: '**cs.XX**',
  command: 'subscribe',
  counts: '7,620 retweets',
  date: '2021-05',
  day: '2021-05-05',
  days: 'for 2021-05-05',
  digest: '2021-05-05',
  file: '2021-05-05.md',
  first: '25',
  from: '22:00',
  heading: '**2 channels**',
  id: '1a2b3c4d',
  last: '2021-05-05, 2 hours ago',
  line: '12',
  link: 'https://discord.com/channels/1/2/3',
  model: 'Qwen2.5-Coder-32B-Instruct',
  month: 'May',
  name: 'news',
  near: '2021-05-03',
  now: 'can’t post',
  one: 'for “mixer”',
  other: 'in cs.CV',
  outcome: '2021-05-05 not confirmed',
  owner: '@Ada',
  page: '2',
  pages: '3',
  papers: '2105.01601',
  paused: '3 days ago',
  permissions: '**Send Messages**, **Embed Links**',
  person: '@Ada',
  problem: '2021-05-05.md, line 12: no authors line',
  problems: 'since:soon',
  query: 'for “mixer” in cs.CV',
  rank: '3',
  reason: 'the thread is locked',
  role: '@readers',
  settings: 'top 5, 09:00 Europe/Berlin',
  since: '3 May 2021',
  source: 'Twitter',
  style: 'BibTeX',
  text: 'See what each command does',
  time: '09:00',
  timeZone: 'Europe/Berlin',
  title: 'MLP-Mixer',
  to: '07:00',
  top: '5',
  typed: 'mixr',
  value: 'mixer',
  words: '`today` or `latest`',
  zone: 'EST',
};

const texts = Object.entries(readCatalogue('en')) as [TranslationKey, string][];

/** A text with sample values, once for each plural form. */
function examplesOf(key: TranslationKey, text: string): string[] {
  const names = [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name);
  const numbers = names.filter((name) => new RegExp(`\\{${name}, (?:plural|number)`).test(text));
  const counts = [...(text.includes('=0 {') ? [0] : []), 1, 3];
  const valuesFor = (count: number): Values =>
    Object.fromEntries(
      names.map((name) => [
        name,
        numbers.includes(name) ? count : (SAMPLES[name] ?? (name === 'count' ? 3 : `‹${name}›`)),
      ]),
    );
  return (numbers.length === 0 ? [3] : counts).map((count) => english(key, valuesFor(count)));
}

it('every English text reads as it was last reviewed', async () => {
  const all = texts.map(([key, text]) =>
    [key, ...examplesOf(key, text).map((example) => `    ${example}`)].join('\n'),
  );
  await expect(`${all.join('\n\n')}\n`).toMatchFileSnapshot(GOLDEN);
});
