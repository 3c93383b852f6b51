import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english } from '../../src/i18n/translate.ts';
import { openStore } from '../../src/store/open.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, inCode, titlesOf } from '../support/seen.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ digests: [digestOf({ day: '2021-05-05', papers: [{}, {}] })] });
});
afterAll(() => lab.close());

const PRIVATE = english('option.settings.answers.choice.private');
const PUBLIC = english('option.settings.answers.choice.public');

const settings = async (answers?: string) =>
  inCode(
    (
      await lab.ada.type(
        lab.general,
        `/settings${answers === undefined ? '' : ` answers:${answers}`}`,
      )
    ).content,
  );
const labelsOf = (seen: Parameters<typeof controlsOf>[0]) =>
  controlsOf(seen).map(({ label }) => label);

describe('/settings', () => {
  it('shows that answers are public until a manager changes that', async () => {
    expect(await settings()).toBe(english('guild-settings.public'));
    expect((await lab.ben.type(lab.general, '/papers')).ephemeral).toBe(false);
  });

  it('makes answers private unless shared, in every channel, even after a restart', async () => {
    expect(await settings(PRIVATE)).toBe(english('guild-settings.private'));
    await lab.restart();
    expect(await settings()).toBe(english('guild-settings.private'));
    for (const line of ['/papers', '/papers search:2105.05001', '/paper paper:2105.05001']) {
      const answer = await lab.ben.type(lab.papers, line);
      expect([line, answer.ephemeral]).toEqual([line, true]);
      const shared = await lab.ben.press(answer, english('card.share'));
      expect(shared.ephemeral).toBe(false);
      expect(shared.content).toContain(`<@${lab.ben.id}>`);
      expect(titlesOf(shared)).toEqual(titlesOf(answer));
    }
  });

  it('still lets people answer in public from the start', async () => {
    const answer = await lab.ben.type(lab.general, '/papers private:False');
    expect(answer.ephemeral).toBe(false);
    expect(labelsOf(answer)).not.toContain(english('card.share'));
  });

  it("doesn't change other servers or direct messages", async () => {
    const other = lab.discord.world.addGuild({ name: 'Elsewhere' });
    const room = other.addChannel({ name: 'room' });
    expect((await other.owner.type(room, '/papers')).ephemeral).toBe(false);
    expect((await lab.ben.type(lab.ben.dm(), '/papers')).ephemeral).toBe(false);
  });

  it('makes them public again, and then stores nothing', async () => {
    expect(await settings(PUBLIC)).toBe(english('guild-settings.public'));
    expect((await lab.ben.type(lab.general, '/papers')).ephemeral).toBe(false);
    const store = await openStore(lab.config.databaseUrl);
    expect(await store.keyv('settings').get(lab.guild.id)).toBeUndefined();
    await store.close();
  });

  it('is refused to anyone without Manage Server', async () => {
    await expect(lab.ben.type(lab.general, '/settings')).rejects.toThrow();
    expect(await settings()).toBe(english('guild-settings.public'));
  });

  it('is forgotten when the bot is removed from the server', async () => {
    await settings(PRIVATE);
    lab.guild.removeBot();
    lab.guild.addBot();
    await expect.poll(() => settings()).toBe(english('guild-settings.public'));
    await lab.restart();
    expect(await settings()).toBe(english('guild-settings.public'));
  });
});
