import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REST, Routes } from 'discord.js';
import { openStore } from '../../src/store/open.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, inCode, optionsOf, titlesOf } from '../support/seen.ts';

const DIGESTS = [
  digestOf({
    day: '2021-05-05',
    papers: Array.from({ length: 12 }, (_, n) => ({
      title: n === 0 ? 'Mixing Perceptrons For Vision' : `Study ${n + 1}`,
      categories: n % 2 === 0 ? ['cs.CV'] : ['math.IT', 'cs.LG'],
      abstract: n === 0 ? 'We mix. '.repeat(300) : 'We study.',
    })),
  }),
  digestOf({ day: '2021-05-03', papers: [{ title: 'Older Work', categories: ['cs.CV'] }] }),
  digestOf({ day: '2021-05-02' }),
];

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ digests: DIGESTS });
});
afterAll(() => lab.close());

const ask = (line: string) => lab.ben.type(lab.general, line);

/** The parts of a query's description, in order. */
const joined = (...parts: string[]): string =>
  parts.reduce((one, other) => english('query.both', { one, other }));
const found = (value: string) => english('query.search', { value });
const within = (category: string) => english('query.category', { category });
const on = (day: string) => english('query.on', { day });
const since = (day: string) => english('query.since', { day });
const before = (day: string) => english('query.before', { day });
const between = (from: string, to: string) => english('query.between', { from, to });

const pageOf = (heading: string, page: number, pages: number) =>
  english('page.of', { heading, page, pages });
const hottest = (query: string, count = 13) => english('papers.hot', { count, query });
const newest = (count: number, query: string) => english('papers.new', { count, query });
const best = (count: number, query: string) => english('papers.best', { count, query });
const digest = (page: number) =>
  pageOf(english('papers.of-day', { day: '2021-05-05', count: 12 }), page, 2);

/** The answer if nothing is found. */
const nothing = (query: string, ...tips: string[]): string =>
  [
    `${english('papers.nothing', { query })} ${english('papers.try')}`,
    ...tips.map((tip) => `- ${tip}`),
  ].join('\n');
const tryLess = (count: number, query: string) => english('papers.try-less', { count, query });
const FEWER = english('papers.try-fewer');
/** The problem with `since:soon`. */
const SOON = english('search-problem.not-a-day', { typed: String.raw`since\:soon` });

describe('/papers', () => {
  it('shows the newest digest to everyone when no option is given', async () => {
    const answer = await ask('/papers');
    expect(answer.content).toBe(digest(1));
    expect(answer.ephemeral).toBe(false);
    expect(titlesOf(answer)).toHaveLength(10);
    expect(titlesOf(answer)[0]).toBe('1. Mixing Perceptrons For Vision');
  });

  it.each([
    ['2021-05-05', '2021-05-05'],
    ['latest', '2021-05-05'],
    ['yesterday', '2021-05-05'],
    ['Latest', '2021-05-05'],
    ['2021-05-03', '2021-05-03'],
  ])('answers date:%s with the digest of %s', async (typed, day) => {
    expect((await ask(`/papers date:${typed}`)).content).toBe(
      day === '2021-05-05' ? digest(1) : english('papers.of-day', { day, count: 1 }),
    );
  });

  it('names the nearest digests for a day without one, with buttons to them', async () => {
    const answer = await ask('/papers date:2021-05-04');
    expect(answer.content).toBe(
      english('papers.no-digest-between', {
        days: english('query.of', { day: '2021-05-04' }),
        before: '2021-05-03',
        after: '2021-05-05',
      }),
    );
    expect(answer.ephemeral).toBe(true);
    const opened = await lab.ben.press(answer, '2021-05-03');
    expect(titlesOf(opened)).toEqual(['1. Older Work']);
  });

  it.each([
    ['2021-05', between('2021-05-01', '2021-05-31')],
    ['2021-05-03..2021-05-05', between('2021-05-03', '2021-05-05')],
    ['this week', between('2021-05-03', '2021-05-09')],
    ['2021-05-03..', since('2021-05-03')],
    ['..2021-05-05', english('query.until', { day: '2021-05-05' })],
  ])('answers date:%s with the hottest papers %s, in pages', async (typed, days) => {
    const answer = await ask(`/papers date:${typed}`);
    expect(answer.content).toBe(pageOf(hottest(days), 1, 2));
    const next = await lab.ben.press(answer, english('page.next'));
    expect(next.content).toBe(pageOf(hottest(days), 2, 2));
  });

  it('names the nearest digests for a range without one', async () => {
    expect((await ask('/papers date:2021-03')).content).toBe(
      english('papers.no-digest', {
        days: between('2021-03-01', '2021-03-31'),
        near: '2021-05-02',
      }),
    );
    expect((await ask('/papers date:2021-06..')).content).toBe(
      english('papers.no-digest', { days: since('2021-06-01'), near: '2021-05-05' }),
    );
  });

  it('says what it accepts as a date', async () => {
    const answer = await ask('/papers date:someday');
    expect(answer.content).toBe(
      english('date.unknown', {
        typed: 'someday',
        day: '5 May 2021',
        month: 'May',
        words: '`today`, `yesterday`, `last week`, or `latest`',
      }),
    );
    expect(answer.ephemeral).toBe(true);
  });

  it('sorts what it finds, and keeps the order across pages and a restart', async () => {
    const hot = await ask('/papers category:cs sort:hot');
    expect(hot.content).toBe(pageOf(hottest(within('cs')), 1, 2));
    expect(titlesOf(hot)[0]).toBe('Mixing Perceptrons For Vision');
    const sorted = await ask('/papers search:study sort:new');
    expect(sorted.content).toBe(pageOf(newest(11, found('study')), 1, 2));
    expect(titlesOf(sorted)).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((n) => `Study ${n}`));
    await lab.restart();
    const next = await lab.ben.press(sorted, english('page.next'));
    expect(titlesOf(next)).toEqual(['Study 10', 'Study 11', 'Study 12']);
    const day = await ask('/papers date:2021-05-05 sort:hot');
    expect(day.content).toBe(pageOf(hottest(on('2021-05-05'), 12), 1, 2));
  });

  it('shows search words in bold, even after a restart', async () => {
    const begun = await ask('/papers search:stu');
    expect(begun.embeds[0]?.description).toContain('We **study**.');
    await lab.restart();
    const next = await lab.ben.press(begun, english('page.next'));
    expect(next.embeds[0]?.description).toContain('We **study**.');
    expect((await ask('/papers category:cs')).embeds[0]?.description).not.toContain('**study');
  });

  it('understands date:today in the default time zone', async () => {
    expect((await ask('/papers date:today')).content).toBe(
      english('papers.no-digest', {
        days: english('query.of', { day: '2021-05-06' }),
        near: '2021-05-05',
      }),
    );
  });

  it('says that a digest has no papers', async () => {
    expect((await ask('/papers date:2021-05-02')).content).toBe(
      english('papers.empty', { day: '2021-05-02' }),
    );
  });

  it('finds a category across all days, newest first, whatever its case', async () => {
    for (const typed of ['cs.CV', 'CS.cv']) {
      const answer = await ask(`/papers category:${typed}`);
      expect(answer.content).toBe(newest(7, within('cs.CV')));
      expect(titlesOf(answer)[0]).toBe('Mixing Perceptrons For Vision');
    }
    expect((await ask('/papers category:cs.IT')).content).toBe(newest(6, within('cs.IT')));
    expect((await ask('/papers category:cs')).content).toBe(pageOf(newest(13, within('cs')), 1, 2));
  });

  it('combines search words with a category and a day', async () => {
    expect(titlesOf(await ask('/papers search:perceptrons mixing'))).toEqual([
      'Mixing Perceptrons For Vision',
    ]);
    expect(titlesOf(await ask('/papers search:study category:cs.CV date:2021-05-05'))).toEqual([
      'Study 3',
      'Study 5',
      'Study 7',
      'Study 9',
      'Study 11',
    ]);
  });

  it('shows when a paper was found rather than its place in the results', async () => {
    const [third] = (await ask('/papers search:"study 3"')).embeds;
    expect(third?.description).toBe(
      [
        '**[Study 3](https://arxiv.org/abs/2105.05003)**',
        'We **study**.',
        `-# ${[
          'Ada Muster, Bob Beispiel',
          '2021-05-05',
          english('counts.retweets', { count: 97 }),
          english('counts.favorites', { count: 50 }),
          '[PDF](https://arxiv.org/pdf/2105.05003)',
        ].join(' · ')}`,
      ].join('\n'),
    );
  });

  it('forgives a typo and says what it looked for', async () => {
    const answer = await ask('/papers search:perceptorns');
    expect(titlesOf(answer)).toEqual(['Mixing Perceptrons For Vision']);
    expect(answer.content).toBe(
      `${best(1, found('perceptorns'))}\n-# ${english('papers.also', { words: 'perceptrons' })}`,
    );
  });

  it('shows how it understood the operators in a search', async () => {
    const answer = await ask(
      '/papers search:study -"study 3" cat:CS.cv since:2021-05 -author:nobody',
    );
    expect(answer.content).toBe(
      best(
        4,
        joined(
          found('study'),
          english('query.not-word', { value: 'study 3' }),
          within('cs.CV'),
          since('2021-05'),
          english('query.not-author', { value: 'nobody' }),
        ),
      ),
    );
    expect((await ask('/papers search:before:2021-05-05')).content).toBe(
      newest(1, before('2021-05-05')),
    );
  });

  it.each([
    ['since:May', since('2021-05-01')],
    ['before:"last week"', before('2021-04-26')],
    ['before:“this week”', before('2021-05-03')],
    ['since:last 7 days', since('2021-04-30')],
    ['since:2021/05/03', since('2021-05-03')],
    ['-since:yesterday', before('2021-05-05')],
    ['before:2021-05-04..2021-05-05', before('2021-05-04')],
    ['since:1 May 2021 before:5.5.2021', joined(since('2021-05-01'), before('2021-05-05'))],
    ['since:2021-05', since('2021-05')],
  ])('understands dates inside a search like those of date:, as in %s', async (typed, told) => {
    expect((await ask(`/papers search:${typed}`)).content).toContain(` ${told}`);
    const older = await ask(`/papers search:work ${typed} older`);
    expect(older.content).toContain(joined(found('work older'), told));
  });

  it("doesn't read a quoted phrase as a date", async () => {
    expect((await ask('/papers search:"older since:May"')).content).toContain(
      found('"older since\\:May"'),
    );
  });

  it('escapes what it left out of a search', async () => {
    const answer = await ask('/papers search:older since:[x](https://e.example)');
    expect(titlesOf(answer)).toEqual(['Older Work']);
    const [left, ...heading] = answer.content.split('\n');
    expect(left).toContain(
      english('papers.not-understood', { problems: String.raw`since:\[x\]\(https` }),
    );
    expect(heading).toEqual([best(1, found('older'))]);
    expect((await ask('/papers search:zebra since:soon')).content).toBe(
      [english('papers.not-understood', { problems: SOON }), nothing(found('zebra'), FEWER)].join(
        '\n',
      ),
    );
  });

  it('says that it understood nothing of a search', async () => {
    expect((await ask('/papers search:since:soon')).content).toBe(
      [english('papers.not-understood', { problems: SOON }), english('papers.nothing-left')].join(
        '\n',
      ),
    );
  });

  it.each(['cs.XX', 'astro-ph.ZZ'])(
    'says that %s is no category, though it looks like one',
    async (category) => {
      const { content } = await ask(`/papers category:${category}`);
      expect(content).toBe(english('category.unknown', { typed: category }));
    },
  );

  it('says that no paper has all the words', async () => {
    const answer = await ask('/papers search:mixing perceptrons older');
    expect(titlesOf(answer)).toEqual(['Mixing Perceptrons For Vision']);
    expect(answer.content).toContain(`\n-# ${english('papers.partial')}`);
  });

  it.each([
    '"',
    'AND',
    '***',
    'NEAR(a b)',
    "'; DROP TABLE papers",
    '\\',
    'a'.repeat(300),
    '@everyone <@1> [x](https://e.example)',
  ])('answers a search for %j with an inert sentence', async (typed) => {
    const answer = await ask(`/papers search:${typed}`);
    const [failed = ''] = english('error.unforeseen', { id: 'ID' }).split('ID');
    expect(answer.content).not.toContain(failed);
    expect(answer.content).not.toMatch(/(?<!\\)@everyone|(?<!\\)<@|(?<!\\)\[x\]/);
    expect(answer.raw?.mention_everyone).toBe(false);
  });

  it('suggests what to try when it finds nothing', async () => {
    const answer = await ask('/papers search:older category:cs.LG date:2021-05-05');
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toBe(
      nothing(
        joined(found('older'), within('cs.LG'), on('2021-05-05')),
        tryLess(6, joined(within('cs.LG'), on('2021-05-05'))),
        FEWER,
      ),
    );
    expect((await ask('/papers category:hep-th')).content).toContain('`cs.CV`');
  });

  it('counts what the words alone find without the time or category', async () => {
    const answer = await ask('/papers search:older since:2021-05-05');
    expect(answer.content).toContain(`${english('papers.try')}\n- ${tryLess(1, found('older'))}\n`);
  });

  it('counts what each word finds alone, rarest first', async () => {
    expect((await ask('/papers search:zebra older of xylophone')).content).toBe(
      nothing(found('zebra older of xylophone'), tryLess(1, found('older')), FEWER),
    );
  });

  it.each([
    ['date:05/06/2021', '2021-05-05'],
    ['date:2021-02-30', 'yesterday'],
    ['date:../../etc/passwd', 'latest'],
    ['date:２０２１-05-32', '2021-05-05'],
    ['category:cats & dogs', 'cs.CV'],
  ])('answers %s with what it accepts', async (option, accepted) => {
    const answer = await ask(`/papers ${option}`);
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toContain(accepted);
  });

  it.each<[string, [unknown, string]]>([
    ['may', [english('date.month', { month: '2021-05', count: 3 }), '2021-05']],
    ['ma', [english('date.month', { month: '2021-05', count: 3 }), '2021-05']],
    [
      '2021-05-03..',
      [english('date.month', { month: since('2021-05-03'), count: 2 }), '2021-05-03..'],
    ],
    [
      '2021-05-04..2021-05-02',
      [
        english('date.month', { month: between('2021-05-02', '2021-05-04'), count: 2 }),
        '2021-05-02..2021-05-04',
      ],
    ],
    [
      '5 may',
      [
        `2021-05-05 · ${english('count.papers', { count: 12 })}: Mixing Perceptrons For Vision`,
        '2021-05-05',
      ],
    ],
    ['april', [`2021-04 · ${english('count.digests', { count: 0 })}`, '2021-04']],
  ])('suggests what date:%s would mean', async (typed, [name, value]) => {
    expect(await lab.ben.suggest(lab.general, `/papers date:${typed}`)).toEqual([{ name, value }]);
  });

  it.each([
    ['vision', 'cs.CV'],
    ['cv', 'cs.CV'],
    ['cryptography', 'cs.CR'],
  ])('takes category:%s for the only category of that name', async (typed, code) => {
    expect((await ask(`/papers category:${typed}`)).content).toContain(within(code));
  });

  it('names the categories that a word may mean', async () => {
    expect((await ask('/papers category:hadron theory, high')).ephemeral).toBe(true);
    expect((await ask('/papers category:nuclear')).content).toBe(
      english('category.several', { typed: 'nuclear', categories: '`nucl-ex` or `nucl-th`' }),
    );
  });

  it('suggests dates that exist and categories that have papers', async () => {
    expect(await lab.ben.suggest(lab.general, '/papers date:')).toEqual([
      { name: english('date.latest'), value: 'latest' },
      { name: english('date.today'), value: 'today' },
      { name: english('date.yesterday'), value: 'yesterday' },
      { name: english('date.this-week'), value: 'this week' },
      { name: english('date.last-week'), value: 'last week' },
      { name: english('date.last-month'), value: 'last month' },
      {
        name: `2021-05-05 · ${english('count.papers', { count: 12 })}: Mixing Perceptrons For Vision`,
        value: '2021-05-05',
      },
      {
        name: `2021-05-03 · ${english('count.papers', { count: 1 })}: Older Work`,
        value: '2021-05-03',
      },
      { name: `2021-05-02 · ${english('count.papers', { count: 0 })}`, value: '2021-05-02' },
    ]);
    expect(await lab.ben.suggest(lab.general, '/papers date:05-03')).toHaveLength(1);
    expect(await lab.ben.suggest(lab.general, '/papers date:2021-0')).toEqual([
      { name: english('date.month', { month: '2021-05', count: 3 }), value: '2021-05' },
      ...(await lab.ben.suggest(lab.general, '/papers date:')).slice(6),
    ]);
    expect(await lab.ben.suggest(lab.general, '/papers date:to')).toEqual([
      { name: english('date.today'), value: 'today' },
    ]);
    const categories = await lab.ben.suggest(lab.general, '/papers category:');
    expect(categories[0]).toEqual({
      name: `cs.CV Computer Vision and Pattern Recognition (${english('count.papers', { count: 7 })})`,
      value: 'cs.CV',
    });
    expect(await lab.ben.suggest(lab.general, '/papers category:machine')).toEqual([
      { name: `cs.LG Machine Learning (${english('count.papers', { count: 6 })})`, value: 'cs.LG' },
    ]);
  });
});

describe('the pages of an answer', () => {
  it('turn in place for the person who asked', async () => {
    const first = await ask('/papers');
    expect(controlsOf(first).map(({ label, disabled }) => [label, disabled])).toEqual([
      [english('menu.read'), false],
      [english('page.previous'), true],
      [english('page.next'), false],
      [english('cite.day'), false],
    ]);
    const second = await lab.ben.press(first, english('page.next'));
    expect(second.id).toBe(first.id);
    expect(titlesOf(second)).toEqual(['11. Study 11', '12. Study 12']);
    expect(titlesOf(await lab.ben.press(second, english('page.previous')))).toHaveLength(10);
  });

  it('open in a separate answer for anyone else', async () => {
    const first = await ask('/papers');
    const seen = await lab.ada.press(first, english('page.next'));
    expect(seen.id).not.toBe(first.id);
    expect(seen.ephemeral).toBe(true);
    expect(titlesOf(seen)).toEqual(['11. Study 11', '12. Study 12']);
  });

  it('still turn after a restart, even if the query was too long for the button', async () => {
    const short = await ask('/papers category:cs');
    const long = await ask(`/papers search:study ${'study '.repeat(30)}`);
    await lab.restart();
    expect(titlesOf(await lab.ben.press(short, english('page.next')))).toEqual([
      'Study 9',
      'Study 10',
      'Study 11',
      'Study 12',
      'Older Work',
    ]);
    const turned = await lab.ben.press(long, english('page.next'));
    expect(turned.content).toBe(
      pageOf(best(11, found(`study ${'study '.repeat(30).trim()}`)), 2, 2),
    );
  });

  it('explain when they have expired', async () => {
    const long = await ask(`/papers search:study ${'study '.repeat(30)}`);
    const store = await openStore(lab.config.databaseUrl);
    await store.keyv('memo').clear();
    await store.close();
    const answer = await lab.ben.press(long, english('page.next'));
    expect(answer.ephemeral).toBe(true);
    expect(inCode(answer.content)).toBe(english('button.too-old'));
  });
});

describe("/papers search: with a paper's id", () => {
  it.each([
    ['as the suggestions have it', '2105.05001'],
    ['with a version', 'arXiv:2105.05001v2 [cs.CV]'],
    ['in a link', 'https://arxiv.org/abs/2105.05001'],
    ['in a link to Hugging Face', '<https://huggingface.co/papers/2105.05001>'],
  ])('shows the paper in full to everyone (%s)', async (_, typed) => {
    const card = await ask(`/papers search:${typed}`);
    expect(card.content).toBe('');
    expect(card.embeds[0]?.description).toContain('We mix. '.repeat(200).trim());
    expect(card.ephemeral).toBe(false);
    expect(controlsOf(card).map(({ label }) => label)).not.toContain(english('card.share'));
  });

  it('shows the paper privately with a button that shares it', async () => {
    const card = await ask('/papers search:2105.05001 private:True');
    expect(card.ephemeral).toBe(true);
    expect(controlsOf(card).map(({ label }) => label)).toContain(english('card.share'));
  });

  it('remains a search when other conditions are added', async () => {
    const narrowed = [
      ['date:2021-05-05', on('2021-05-05')],
      ['category:cs.CV', within('cs.CV')],
      ['-xyzzy', english('query.not-word', { value: 'xyzzy' })],
    ] as const;
    for (const [more, told] of narrowed) {
      const { content } = await ask(`/papers search:2105.05001 ${more}`);
      expect(content).toBe(best(1, joined(found('2105\\.05001'), told)));
    }
  });
});

describe('a button of an earlier version, whose pages were shorter', () => {
  /** Presses a button as an earlier version posted it. */
  const pressOld = async (customId: string) => {
    const rest = new REST({ api: lab.discord.url }).setToken(lab.discord.token);
    const button = { type: 2, style: 2, label: 'Next', custom_id: customId };
    const body = { content: 'old', components: [{ type: 1, components: [button] }] };
    const posted = await rest.post(Routes.channelMessages(lab.general.id), { body });
    return lab.ben.press(posted as { id: string }, customId);
  };

  it('shows the page with the papers that it showed then', async () => {
    // Papers 11 to 13 of five a page; today that's the second page of eight.
    expect((await pressOld('page:2:|cs|')).content).toBe(pageOf(newest(13, within('cs')), 2, 2));
    expect(titlesOf(await pressOld('page:1:|cs|'))).toContain('Study 6');
    expect(titlesOf(await pressOld('page:1:2021-05-05||'))).toEqual([
      '11. Study 11',
      '12. Study 12',
    ]);
    const beyond = pageOf(newest(13, within('cs')), 2, 2);
    expect((await pressOld('page:9:|cs|')).content).toBe(beyond);
  });
});

describe('a page that only one person sees', () => {
  const labelsOf = (seen: Parameters<typeof controlsOf>[0]) =>
    controlsOf(seen).map(({ label }) => label);

  it('can be shared with the channel, also after turning it and after a restart', async () => {
    const first = await ask('/papers private:True');
    expect(labelsOf(first)).toContain(english('card.share'));
    const second = await lab.ben.press(first, english('page.next'));
    await lab.restart();
    const shared = await lab.ben.press(second, english('card.share'));
    expect(shared.ephemeral).toBe(false);
    expect(shared.content).toBe(
      `-# ${english('card.shared-by', { person: `<@${lab.ben.id}>` })}\n${digest(2)}`,
    );
    expect(titlesOf(shared)).toEqual(['11. Study 11', '12. Study 12']);
    expect(labelsOf(shared)).not.toContain(english('card.share'));
    expect(shared.raw?.mentions).toEqual([]);
  });

  it('has no such button where everyone sees it', async () => {
    expect(labelsOf(await ask('/papers'))).not.toContain(english('card.share'));
  });
});

describe('/papers private:True', () => {
  it('answers privately on every page and for every paper, even after a restart', async () => {
    const first = await ask('/papers private:True');
    expect(first.content).toBe(digest(1));
    expect(first.ephemeral).toBe(true);
    await lab.restart();
    const second = await lab.ben.press(first, english('page.next'));
    expect([second.id, second.ephemeral]).toEqual([first.id, true]);
    const [value = ''] = optionsOf(second);
    const card = await lab.ben.choose(second, 'paper:found:0', [value]);
    expect(card.ephemeral).toBe(true);
    expect((await lab.ben.press(second, english('cite.day'))).ephemeral).toBe(true);
  });

  it('answers publicly without it', async () => {
    expect((await ask('/papers private:False')).ephemeral).toBe(false);
  });
});

describe('a paper opened from the menu', () => {
  it('is shown in full to the person who chose it', async () => {
    const answer = await ask('/papers');
    const [value = ''] = optionsOf(answer);
    const card = await lab.ada.choose(answer, 'paper:found:0', [value]);
    expect(card.ephemeral).toBe(true);
    expect(card.embeds[0]?.title).toBe('Mixing Perceptrons For Vision');
    expect(card.embeds[0]?.description).toContain('We mix. '.repeat(200).trim());
    expect(controlsOf(card).map(({ label }) => label)).toEqual([
      english('card.abstract-page'),
      'PDF',
      'HTML',
      english('cite.button'),
      english('card.similar'),
      english('card.share'),
    ]);
  });
});
