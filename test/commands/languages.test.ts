import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { status } from '../../commands/status/status.ts';
import { subscriptions } from '../../commands/subscriptions.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { fitMessage } from '../../src/embeds/fit-message.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { LANGUAGES } from '../../src/words/languages.ts';
import { sayIn } from '../../src/words/say.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { controlsOf, titlesOf } from '../support/seen.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith, NOW } from './context.ts';

const MANAGE_GUILD = 1n << 5n;

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

describe('an answer', () => {
  let lab: Lab;
  /** Uses Discord in German, in a server whose own language is English. */
  let uwe: Person;
  beforeAll(async () => {
    lab = await openLab({ digests: DIGESTS });
    uwe = lab.guild.addMember({ name: 'uwe', locale: 'de' });
  });
  afterAll(() => lab.close());
  const ask = (line: string) => uwe.type(lab.general, line);

  it('is in the language of the one who asks, papers as they are', async () => {
    const answer = await ask('/papers');
    expect(answer.content).toBe('**Angesagte Paper vom 2021-05-05** · 12 Paper, Seite 1 von 2');
    expect(answer.ephemeral).toBe(false);
    expect(titlesOf(answer)[0]).toBe('1. Mixing Perceptrons For Vision');
    expect(answer.embeds[0]?.footer?.text).toBe('2021-05-05 · 7.620 Retweets · 3 news');
    expect(controlsOf(answer).map(({ label }) => label)).toEqual([
      'Ein Paper ganz lesen',
      'Zurück',
      'Weiter',
      'Den Tag zitieren (.bib)',
    ]);
  });

  it('understands what it offers in that language', async () => {
    expect((await ask('/papers date:Neuester Digest')).content).toContain('vom 2021-05-05');
    expect((await ask('/papers date:diese woche')).content).toContain('2021-05-03 bis 2021-05-09');
    expect((await ask('/papers date:last week')).content).toContain('2021-04-26 bis 2021-05-02');
    expect((await ask('/papers date:morgen')).content).toContain(
      'wie `2021-05-05` oder `5. Mai 2021`, einen Monat wie `2021-05` oder `Mai`, ' +
        'Tage wie `2021-05-01..2021-05-07`, oder `heute`, `gestern`, `letzte Woche` oder `neuester Digest`.',
    );
  });

  it('is English to others in the same channel', async () => {
    expect((await lab.ben.type(lab.general, '/papers')).content).toContain('Hot papers');
  });

  it('to a press is in the language of the one who presses', async () => {
    const german = await ask('/papers');
    const english = await lab.ben.press(german, 'Weiter');
    expect(english.content).toContain('page 2 of 2');
    expect((await uwe.press(english, 'Next').catch(() => german)).content).toContain('Seite');
    const card = await uwe.choose(german, 'paper:found:0', ['2021-05-05/2105.05001']);
    expect(card.embeds[0]?.fields?.map(({ name }) => name)).toEqual([
      'Autoren',
      'Kategorien',
      'Zahlen vom 2021-05-05 09:00',
      'Im Archiv',
    ]);
  });

  it.each([
    ['/papers category:gelb', '**gelb** ist keine arXiv-Kategorie. Gib eine ein wie `cs.CV`'],
    ['/papers date:gestern nacht', '**gestern nacht** ist kein Tag, den ich kenne.'],
    [
      '/papers search:qqq',
      'Ich habe kein Paper zu „qqq“ gefunden. Du könntest versuchen:\n- weniger',
    ],
    [
      '/papers search:study since:bald',
      'Weggelassen, weil ich es nicht verstanden habe:** since\\:bald ist weder ein Tag wie',
    ],
    ['/paper paper:qqq', 'Ich habe kein Paper **qqq**. Wähle eines'],
    [
      '/status scope:this server',
      'Nur Mitglieder mit der Berechtigung **Server verwalten** können',
    ],
  ])('to %s that is wrong says so in that language', async (line, start) => {
    expect((await ask(line)).content).toContain(start);
  });

  it('suggests in that language what is understood in English', async () => {
    const choices = await uwe.suggest(lab.general, '/papers date:ges');
    expect(choices).toEqual([{ name: 'gestern', value: 'yesterday' }]);
    expect(await uwe.suggest(lab.general, '/papers date:yest')).toEqual(choices);
    expect((await uwe.suggest(lab.general, '/papers date:2021-05-03'))[0]?.name).toBe(
      '2021-05-03 · 1 Paper: Older Work',
    );
  });

  it('of the help has the names that a client in that language shows', async () => {
    const { embeds } = await ask('/help');
    const names = embeds[0]?.fields?.map(({ name }) => name);
    expect(names).toContain('Paper finden');
    expect(names).toContain('/subscribe (Manager)');
    expect(embeds[0]?.fields?.[0]?.value).toContain('`suche` Wörter,');
  });

  it.each([
    [403, 50001, 'Mir fehlt dort **Kanal ansehen**. Gib das meiner Rolle'],
    [404, 10003, 'Diesen Kanal gibt es nicht mehr. Wähle einen anderen mit `kanal:`.'],
    [500, 0, 'nicht nach diesem Kanal fragen: Discord antwortete mit 500. Versuch es'],
  ])('tells in that language that Discord said %i', async (status, code, sentence) => {
    const answer = { status, body: { code, message: 'No' } };
    lab.discord.faults.next({ method: 'GET', path: /\/channels\/\d+$/, answer });
    const eva = lab.guild.addMember({ name: 'eva', locale: 'de', permissions: MANAGE_GUILD });
    expect((await eva.type(lab.general, '/subscribe')).content).toContain(sentence);
  });

  it('leaves digests, which nobody asked for, in English', async () => {
    const eva = lab.guild.addMember({ name: 'eva', locale: 'de', permissions: MANAGE_GUILD });
    const answer = await eva.type(lab.papers, '/subscribe');
    expect(answer.content).toContain('bekommt täglich die obersten 10 Paper um 09:00, UTC.');
    const told = await eva.press(answer, 'Neuesten Digest jetzt posten (2021-05-05)');
    expect(told.content).toContain('Der Digest vom 2021-05-05 steht jetzt in');
    const digest = eva.sees(lab.papers).find(({ content }) => content.startsWith('Hot papers'));
    expect(digest?.embeds[0]?.footer?.text).toBe('2021-05-05 · 7,620 retweets · 3 news');
    expect(digest && controlsOf(digest)[0]?.label).toBe('Read a paper in full');
  });
});

/** A channel of whose state as much is to be told as can be. */
const heavy = (n: number): Subscription => ({
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

describe.each(Object.values(LANGUAGES).flat())('what managers are told in %s', (locale) => {
  const manager = { userId: '5', guildId: '1', channelId: heavy(10).channelId, isManager: true };
  it('loses nothing at the gate, however much it is', async () => {
    const { context } = await contextWith({
      subscriptions: Array.from({ length: 25 }, (_, n) => heavy(10 + n)),
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
    const say = sayIn(locale);
    const replies = await Promise.all([
      status.run({ ...manager, options: {} }, { ...context, say }),
      status.run({ ...manager, options: { scope: 'server' } }, { ...context, say }),
      subscriptions.run({ ...manager, options: {} }, { ...context, say }),
    ]);
    for (const { message } of replies) {
      const fitted = fitMessage(message);
      expectWithinLimits(fitted);
      expect(fitted).toMatchObject(message);
    }
  });
});
