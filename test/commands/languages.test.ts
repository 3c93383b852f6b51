import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { status } from '../../commands/status/status.ts';
import { subscriptions } from '../../commands/subscriptions.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { fitMessage } from '../../src/messages/message.ts';
import { escapeText } from '../../src/messages/text.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { LANGUAGES, english, type Translate, translatorFor } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { controlsOf, inCode, titlesOf } from '../support/seen.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith, NOW } from './context.ts';

const MANAGE_GUILD = 1n << 5n;
const german = translatorFor('de');
/** The answer to what can't be read as a date, with examples. */
const unknownDate = (typed: string): string => {
  const words = ['date.today', 'date.yesterday', 'date.last-week', 'date.latest'] as const;
  const list = new Intl.ListFormat('de', { type: 'disjunction' });
  return german('date.unknown', {
    typed,
    day: '5. Mai 2021',
    month: 'Mai',
    words: list.format(words.map((key) => `\`${german(key)}\``)),
  });
};

const DIGESTS = [
  digestOf({
    day: '2021-05-05',
    papers: Array.from({ length: 12 }, (_, n) => ({
      title: n === 0 ? 'Mixing Perceptrons For Vision' : `Study ${n + 1}`,
      metrics: { retweets: 7620 - n, news: 3 },
    })),
  }),
  digestOf({ day: '2021-05-03', papers: [{ title: 'Older Work' }] }),
];

describe('an answer in another language', () => {
  let lab: Lab;
  /** Uses Discord in German, in a server whose language is English. */
  let uwe: Person;
  beforeAll(async () => {
    lab = await openLab({ digests: DIGESTS });
    uwe = lab.guild.addMember({ name: 'uwe', locale: 'de' });
  });
  afterAll(() => lab.close());
  const ask = (line: string) => uwe.type(lab.general, line);
  const digestPage = (t: Translate, page: number) => {
    const heading = t('papers.of-day', { day: '2021-05-05', count: 12 });
    return t('page.of', { heading, page, pages: 2 });
  };
  const hottest = (from: string, to: string) =>
    german('papers.hot', { count: 13, query: german('query.between', { from, to }) });

  it("uses the user's language and leaves papers as they are", async () => {
    const answer = await ask('/papers');
    expect(answer.content).toBe(digestPage(german, 1));
    expect(answer.ephemeral).toBe(false);
    expect(titlesOf(answer)[0]).toBe('1. Mixing Perceptrons For Vision');
    expect(answer.embeds[0]?.description).toContain(
      ` · ${escapeText(german('counts.retweets', { count: 7620 }))} · 3 news · `,
    );
    expect(controlsOf(answer).map(({ label }) => label)).toEqual([
      german('menu.read'),
      german('page.previous'),
      german('page.next'),
      german('cite.day'),
    ]);
  });

  it('understands the suggestions it made in that language', async () => {
    expect((await ask(`/papers date:${german('date.latest')}`)).content).toBe(
      digestPage(german, 1),
    );
    expect((await ask(`/papers date:${german('date.this-week').toLowerCase()}`)).content).toContain(
      hottest('2021-05-03', '2021-05-09'),
    );
    expect((await ask(`/papers date:${english('date.last-week')}`)).content).toContain(
      german('query.between', { from: '2021-04-26', to: '2021-05-02' }),
    );
    expect((await ask('/papers date:morgen')).content).toBe(unknownDate('morgen'));
  });

  it('is in English for others in the same channel', async () => {
    expect((await lab.ben.type(lab.general, '/papers')).content).toBe(digestPage(english, 1));
  });

  it('follows the language of the person who presses a button', async () => {
    const asked = await ask('/papers');
    const pressed = await lab.ben.press(asked, german('page.next'));
    expect(pressed.content).toBe(digestPage(english, 2));
    expect(asked.content).toBe(digestPage(german, 1));
    const card = await uwe.choose(asked, 'paper:found:0', ['2021-05-05/2105.05001']);
    expect(card.embeds[0]?.fields?.map(({ name }) => name)).toEqual([
      german('card.authors'),
      german('card.categories'),
      german('card.counts-of', { at: '2021-05-05 09:00' }),
      german('card.history'),
    ]);
  });

  it.each([
    ['/papers category:gelb', german('category.unknown', { typed: 'gelb' })],
    ['/papers date:gestern nacht', unknownDate('gestern nacht')],
    [
      '/papers search:qqq',
      `${german('papers.nothing', { query: german('query.search', { value: 'qqq' }) })} ${german('papers.try')}\n- ${german('papers.try-fewer')}`,
    ],
    [
      '/papers search:study since:bald',
      german('papers.not-understood', { problems: 'since\\:bald ist weder ein Tag wie' }),
    ],
    ['/paper paper:qqq', german('paper.unknown', { typed: 'qqq' })],
    ['/status scope:server', german('status.managers-server')],
  ])('explains what is wrong with %s', async (line, start) => {
    expect(inCode((await ask(line)).content)).toContain(start);
  });

  it('suggests translated names with values understood in English', async () => {
    const choices = await uwe.suggest(lab.general, '/papers date:ges');
    expect(choices).toEqual([{ name: 'gestern', value: 'yesterday' }]);
    expect(await uwe.suggest(lab.general, '/papers date:yest')).toEqual(choices);
    expect((await uwe.suggest(lab.general, '/papers date:2021-05-03'))[0]?.name).toBe(
      `2021-05-03 · ${german('count.papers', { count: 1 })}: Older Work`,
    );
  });

  it('lists commands in /help as that client names them', async () => {
    const { embeds } = await ask('/help');
    const lines = inCode(embeds[0]?.description ?? '').split('\n');
    const found = { command: german('command.find-papers.name') };
    expect(lines).toContain(
      german('help.message-menu', { ...found, text: german('command.find-papers.summary') }),
    );
    expect(lines).toContain(
      `\`/subscribe\` ${german('command.subscribe.description')} ${german('help.managers')}`,
    );
  });

  it.each([
    [
      403,
      50001,
      (channel: string) => german('channel.lacks', { channel, permissions: '**Kanal ansehen**' }),
    ],
    [404, 10003, () => german('channel.gone')],
    [
      500,
      0,
      () =>
        german('channel.not-asked', { reason: german('reason.discord-status', { status: 500 }) }),
    ],
  ])(
    'says in German what is wrong when Discord responds with %i',
    async (status, code, sentence) => {
      const answer = { status, body: { code, message: 'No' } };
      lab.discord.faults.next({ method: 'GET', path: /\/channels\/\d+$/, answer });
      const eva = lab.guild.addMember({ name: 'eva', locale: 'de', permissions: MANAGE_GUILD });
      expect(inCode((await eva.type(lab.general, '/subscribe')).content)).toBe(
        sentence(`<#${lab.general.id}>`),
      );
    },
  );

  it('leaves digests in channels in English', async () => {
    const eva = lab.guild.addMember({ name: 'eva', locale: 'de', permissions: MANAGE_GUILD });
    const answer = await eva.type(lab.papers, '/subscribe');
    expect(answer.content).toContain(
      german('subscribed.new', {
        channel: `<#${lab.papers.id}>`,
        top: 10,
        time: '09:00',
        timeZone: 'UTC',
      }),
    );
    const told = await eva.press(answer, german('post.button', { day: '2021-05-05' }));
    const digest = eva.sees(lab.papers).find(({ content }) => content.startsWith('Hot papers'));
    expect(told.content).toBe(
      german('post.done', {
        day: '2021-05-05',
        channel: `<#${lab.papers.id}>`,
        link: `https://discord.com/channels/${lab.guild.id}/${lab.papers.id}/${digest?.id ?? ''}`,
      }),
    );
    expect(digest?.embeds[0]?.description).toContain(
      ` · ${english('counts.retweets', { count: 7620 })} · 3 news`,
    );
    expect(digest && controlsOf(digest)[0]?.label).toBe(english('menu.read'));
  });
});

/** A channel with as much to say about it as possible. */
const longest = (n: number): Subscription => ({
  ...SUBSCRIPTION,
  channelId: `12345678901234567${n}`,
  timeZone: 'America/Argentina/ComodRivadavia',
  categories: Array.from({ length: 25 }, (_, at) => `astro-ph.${at}`),
  role: '1234567890123456789',
  publish: true,
  quiet: { from: '22:00', to: '07:00' },
  last: {
    day: '2021-05-05',
    at: NOW,
    kind: 'failed',
    reason: { code: 'discord', message: '*'.repeat(300) },
  },
  trouble: {
    since: NOW,
    day: '2021-05-05',
    digests: 3,
    reason: { code: 'thread-locked' },
    missing: ['ViewChannel', 'SendMessagesInThreads', 'EmbedLinks', 'ReadMessageHistory'],
    toldAt: NOW,
    told: 'nobody',
    pausedAt: NOW,
  },
});

describe.each(Object.values(LANGUAGES).flat())(
  'the longest answers to managers in %s',
  (locale) => {
    const manager = {
      userId: '5',
      guildId: '1',
      channelId: longest(10).channelId,
      isManager: true,
    };
    it("fit Discord's limits without being cut", async () => {
      const { context } = await contextWith({
        subscriptions: Array.from({ length: 25 }, (_, n) => longest(10 + n)),
        problems: Array.from({ length: 9 }, (_, n) => ({
          file: `${'long-'.repeat(30)}${n}.md`,
          line: 999_999,
          reason: '*'.repeat(300),
        })),
        health: {
          waitingMs: 60_000,
          reason: { code: 'discord', message: '*'.repeat(300) },
          storeError: 'x',
          running: { done: 1, channels: 2 },
        },
      });
      const t = translatorFor(locale);
      const replies = await Promise.all([
        status.run({ ...manager, options: {} }, { ...context, t }),
        status.run({ ...manager, options: { scope: 'server' } }, { ...context, t }),
        subscriptions.run({ ...manager, options: {} }, { ...context, t }),
      ]);
      for (const { message } of replies) {
        const fitted = fitMessage(message);
        expectWithinLimits(fitted);
        expect(fitted).toMatchObject(message);
      }
    });
  },
);
