import { expect, test } from 'vitest';
import { login, nextEvent, textChannel } from './client.ts';
import { createSetup, request } from './setup.ts';

test('returns the first message for the same nonce within its time, and creates none', async () => {
  const setup = await createSetup({ frozen: true });
  const { discord, papers, guild, clock } = setup;
  const other = guild.addChannel({ name: 'other' });
  const send = async (channel: { id: string }, content: string, nonce: string | number = 'n') =>
    (
      await request(discord, 'POST', `/channels/${channel.id}/messages`, {
        content,
        nonce,
        enforce_nonce: true,
      })
    ).body as { id: string; content: string };

  const first = await send(papers, 'first');
  clock.now += 179_999;
  expect(await send(papers, 'again')).toMatchObject({ id: first.id, content: 'first', nonce: 'n' });
  // Nonces are per author, not per channel, so a nonce must include the channel.
  expect((await send(other, 'elsewhere')).id).toBe(first.id);
  expect((await send(papers, 'different', 'm')).content).toBe('different');
  clock.now += 1;
  expect((await send(papers, 'later')).content).toBe('later');
  expect(papers.messages.map(({ content }) => content)).toEqual(['first', 'different', 'later']);
  expect(other.messages).toEqual([]);
});

test("only echoes a nonce that isn't enforced", async () => {
  const { discord, papers } = await createSetup({ nonceWindowMs: 60_000 });
  const path = `/channels/${papers.id}/messages`;
  for (const content of ['one', 'two'])
    await request(discord, 'POST', path, { content, nonce: 'n' });
  expect(papers.messages).toHaveLength(2);
});

test('returns the nonce in the answer and the event, but not in the history', async () => {
  const setup = await createSetup();
  const client = await login(setup, undefined, { intents: ['Guilds', 'GuildMessages'] });
  const event = nextEvent<{ nonce: string }>(client, 'messageCreate');
  const channel = await textChannel(client, setup.papers);
  const sent = await channel.send({ content: 'x', nonce: 'abc', enforceNonce: true });
  expect(sent.nonce).toBe('abc');
  expect((await event).nonce).toBe('abc');
  const path = `/channels/${setup.papers.id}/messages`;
  const { body } = await request(setup.discord, 'GET', path);
  expect((body as object[])[0]).not.toHaveProperty('nonce');
});
