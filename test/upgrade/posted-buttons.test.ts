import { ComponentType } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, titlesOf } from '../support/seen.ts';

/**
 * Every kind of `custom_id` that version 0.1.0 posted, recorded from its answers on these digests.
 * They're in people's channels, so they must never stop working.
 */
const POSTED = {
  digestMenu: 'paper:digest-2021-05-05:0',
  foundMenu: 'paper:found:0',
  similarMenu: 'paper:similar:0',
  citeDay: 'cite:bibtex:2021-05-05',
  citePage: 'cite:bibtex:2105.05001,2105.04001',
  citeAsRis: 'cite-as:ris:2105.05001,2105.04001',
  page: 'page:1:||paper',
  pageOfLongQuery: 'page:1:~tNEDOeeTUnGSAkZPYPgrcI',
  nearestDay: 'page:0:2021-05-04||',
  allMatches: 'all:||Paper 1',
  similar: 'similar:2021-05-05/2105.05001',
  share: 'share:2021-05-05/2105.05002',
  subscriptions: 'subscriptions:0',
  status: 'status:0',
} as const;

/** What 0.1.0 stored for the query that was too long for a `custom_id`. */
const LONG_QUERY = {
  key: 'tNEDOeeTUnGSAkZPYPgrcI',
  text: `|cs|${Array.from({ length: 18 }, () => 'paper').join(' ')}`,
};

let lab: Lab;

beforeAll(async () => {
  const papers = Array.from({ length: 7 }, () => ({}));
  const days = ['2021-05-03', '2021-05-04', '2021-05-05'];
  lab = await openLab({ digests: days.map((day) => digestOf({ day, papers })) });
  await lab.ada.type(lab.general, '/subscribe channel:#papers');
  await lab.restart(async () => {
    const store = await openStore(lab.config.databaseUrl);
    await store.keyv<string>('memo').set(LONG_QUERY.key, LONG_QUERY.text);
    await store.close();
  });
});
afterAll(() => lab.close());

/** Posts a message with one control, as the bot's earlier version did, in a channel of its own. */
async function post(control: { type: number; custom_id: string; [field: string]: unknown }) {
  const channel = lab.guild.addChannel({ name: 'posted' });
  const response = await fetch(`${lab.discord.url}/v10/channels/${channel.id}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bot ${lab.discord.token}`,
      'content-type': 'application/json',
      'user-agent': 'DiscordBot (https://example.org, 0.1.0)',
    },
    body: JSON.stringify({ components: [{ type: 1, components: [control] }], content: 'Papers' }),
  });
  expect(response.status).toBe(200);
  const { id } = (await response.json()) as { id: string };
  return { id, channelId: channel.id };
}

async function press(customId: string, person = lab.ben) {
  const button = { type: ComponentType.Button, style: 2, label: 'Press', custom_id: customId };
  return person.press(await post(button), customId);
}

async function choose(customId: string) {
  const options = [{ label: 'A paper', value: '2021-05-05/2105.05002' }];
  const menu = { type: ComponentType.StringSelect, custom_id: customId, options };
  return lab.ben.choose(await post(menu), customId, ['2021-05-05/2105.05002']);
}

describe('a control that version 0.1.0 posted still works', () => {
  it.each(['digestMenu', 'foundMenu', 'similarMenu'] as const)(
    'the menu %s opens the paper in full',
    async (name) => {
      const card = await choose(POSTED[name]);
      expect(card.ephemeral).toBe(true);
      expect(titlesOf(card)).toEqual(['Paper 2 of 2021-05-05']);
    },
  );

  it('cites the whole day of a delivered digest', async () => {
    const answer = await press(POSTED.citeDay);
    const [file] = answer.raw?.attachments ?? [];
    expect(file?.filename).toBe('papers-2021-05-05.bib');
    const text = await (await fetch(file?.url ?? '')).text();
    expect(text.match(/^@/gm)).toHaveLength(7);
  });

  it('cites the papers of a page', async () => {
    const answer = await press(POSTED.citePage);
    expect(answer.content).toContain('2105.05001');
    expect(answer.content).toContain('2105.04001');
  });

  it('cites them in another style', async () => {
    expect((await press(POSTED.citeAsRis)).content).toContain('TY  - ');
  });

  it('turns to the page of a search that now has the papers of its second page', async () => {
    const answer = await press(POSTED.page);
    const all = titlesOf(await lab.ben.type(lab.general, '/papers search:paper'));
    // Pages had five papers.
    expect(titlesOf(answer)).toContain(all[5]);
    expect(controlsOf(answer).map(({ id }) => id)).toContain('from:8:||paper');
  });

  it('turns to the second page of a search whose words were stored', async () => {
    expect(titlesOf(await press(POSTED.pageOfLongQuery))).toHaveLength(8);
  });

  it('shows the nearest day that has a digest', async () => {
    const titles = titlesOf(await press(POSTED.nearestDay));
    expect(titles).toHaveLength(7);
    expect(titles[0]).toContain('Paper 1 of 2021-05-04');
  });

  it('lists all matches beside a card', async () => {
    const titles = titlesOf(await press(POSTED.allMatches));
    expect(titles.length).toBeGreaterThan(1);
    expect(titles.every((title) => title.includes('Paper 1'))).toBe(true);
  });

  it('looks for similar papers', async () => {
    const answer = await press(POSTED.similar);
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toContain('Paper 1 of 2021-05-05');
  });

  it('shares a card with the channel', async () => {
    const shared = await press(POSTED.share);
    expect(shared.ephemeral).toBe(false);
    expect(titlesOf(shared)).toEqual(['Paper 2 of 2021-05-05']);
  });

  it('turns the pages of the subscriptions and of the server status', async () => {
    expect((await press(POSTED.subscriptions, lab.ada)).content).toContain('1 channel');
    expect((await press(POSTED.status, lab.ada)).embeds).toBeDefined();
  });

  it('posts the newest digest at once', async () => {
    await press(`post:${lab.papers.id}`, lab.ada);
    const [digest] = lab.papers.messages;
    const shown = JSON.stringify(digest?.embeds);
    expect(new Set(shown.match(/arxiv\.org\/abs\/2105\.0500\d/g)).size).toBe(7);
  });
});
