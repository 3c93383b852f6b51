import { PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, it, onTestFinished } from 'vitest';
import type { Seen } from '../../playground/server/world/seen.ts';
import { digestOf } from '../support/digest.ts';
import { openLab } from '../support/lab.ts';
import { controlsOf } from '../support/seen.ts';

/** A message as a reader sees it: its text, two of its embeds, and its controls' labels. */
function shown(message: Seen): string {
  return [
    message.content,
    ...message.embeds
      .slice(0, 2)
      .flatMap(({ title, description, fields = [], footer }) => [
        title,
        description,
        ...fields.map(({ name, value }) => `${name}: ${value}`),
        footer?.text,
      ]),
    ...controlsOf(message).map(({ label }) => `[${label}]`),
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n')
    .replaceAll(/\d{17,20}/g, 'ID');
}

/**
 * The one test of wording: every other test takes texts by their keys. After a text was reworded on
 * purpose, `npx vitest run test/words/wording.test.ts -u` writes the file anew; read the difference.
 */
it('talks to people as written in wording.txt', async () => {
  const papers = [
    {
      title: 'Mixing Perceptrons For Vision',
      abstract: 'We mix token layers.',
      categories: ['cs.CV', 'cs.LG'],
      metrics: { retweets: 7620, favorites: 108, upvotes: 4, points: 42 },
    },
    ...Array.from({ length: 11 }, (_, n) => ({ title: `Study ${n + 2}` })),
  ];
  const lab = await openLab({
    digests: [
      digestOf({ day: '2021-05-05', papers }),
      digestOf({ day: '2021-05-03', papers: [{ title: 'Gated Token Layers' }] }),
    ],
  });
  onTestFinished(() => lab.close());
  const { ada, ben, general } = lab;
  const told: string[] = [];
  const note = (what: string, message: Seen): Seen => {
    told.push(`# ${what}\n\n${shown(message)}\n`);
    return message;
  };
  const ask = async (line: string, person = ada) =>
    note(`${line}, asked by ${person.name}`, await person.type(general, line));

  await ask('/help');
  const page = await ask('/papers');
  for (const line of [
    'date:2021-05-04',
    'date:2021-04',
    'date:someday',
    'category:cs.XX',
    'category:nuclear',
    'search:study sort:hot',
    'search:study -author:nobody title:study since:2021 before:June',
    'search:perceptorns',
    'search:mixing zebra perceptrons',
    'search:zebra category:cs.CV',
  ]) {
    await ask(`/papers ${line}`);
  }
  const card = await ask('/paper paper:mixing private:True');
  await ask('/paper paper:xyzzy');
  await ask('/paper paper:https://example.com/x');
  for (const { id } of controlsOf(card).filter(({ id }) => /^(cite|similar|share)/.test(id))) {
    const [action = ''] = id.split(':');
    note(`press ${action}`, await ada.press(card, id));
  }
  note('press cite under a day', await ada.press(page, 'cite:bibtex:2021-05-05'));
  for (const text of ['2105.05001 2105.05002', '2106.00001', 'nothing']) {
    const message = ada.say(general, text);
    note(`Find papers in "${text}"`, await ben.use('Find papers', message));
  }

  await ask('/status');
  await ask('/status', ben);
  await ask('/status scope:server', ben);
  await ask('/subscriptions');
  await ask('/subscribe time:nine');
  await ask('/subscribe timezone:Germany');
  await ask('/subscribe quiet:night');
  await ask('/subscribe quiet:8-10');
  await ask('/subscribe publish:True');
  lab.papers.denyBot(PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks);
  await ask('/subscribe channel:#papers');
  lab.papers.denyBot(0n);
  const subscribed = await ask(
    '/subscribe channel:#papers top:2 time:12:30 quiet:22-7 silent:True',
  );
  await ask('/status');
  await ask('/subscriptions');
  const [button] = controlsOf(subscribed);
  note('press post', await ada.press(subscribed, button?.id ?? ''));
  note('press post again', await ada.press(subscribed, button?.id ?? ''));
  const [digest] = ada.sees(lab.papers);
  if (digest) note('the digest', digest);
  note('/status in #papers', await ada.type(lab.papers, '/status'));
  await ask('/status scope:server');
  await ask('/subscriptions');
  await ask('/unsubscribe');
  await ask('/unsubscribe channel:#papers');

  await expect(told.join('\n')).toMatchFileSnapshot('./wording.txt');
}, 40_000);
