import { type NewsChannel, PermissionFlagsBits as P } from 'discord.js';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { createSetup, request } from './setup.ts';

const openNews = async (options = {}) => {
  const setup = await createSetup(options);
  const news = setup.guild.addChannel({ name: 'news', type: 5 });
  const client = await login(setup);
  const channel = (await client.channels.fetch(news.id)) as NewsChannel;
  return { setup, news, client, channel };
};

test('publishes a message of an announcement channel once', async () => {
  const { news, channel } = await openNews();
  const message = await channel.send('news');
  expect(message.crosspostable).toBe(true);
  await message.crosspost();
  expect(news.messages[0]?.flags).toBe(1);
  await expect(message.crosspost()).rejects.toMatchObject({ code: 40033 });
});

test('delivers a published message to the channels that follow', async () => {
  const { setup, channel } = await openNews();
  await expect(channel.addFollower(setup.papers.id)).rejects.toMatchObject({ code: 50013 });
  setup.guild.setBotPermissions(P.ViewChannel | P.SendMessages | P.ManageWebhooks);
  await channel.addFollower(setup.papers.id);
  const message = await channel.send('news');
  expect(setup.papers.messages).toEqual([]);
  await message.crosspost();
  expect(setup.papers.messages).toMatchObject([
    {
      content: 'news',
      flags: 2,
      author: { username: 'Paper Lab #news' },
      message_reference: { channel_id: channel.id, message_id: message.id },
    },
  ]);
});

test("publishes only in announcement channels, and others' messages only with MANAGE_MESSAGES", async () => {
  const { setup, news } = await openNews();
  const publish = (channel: { id: string }, id: string) =>
    request(setup.discord, 'POST', `/channels/${channel.id}/messages/${id}/crosspost`);
  const plain = setup.ada.say(setup.papers, 'hello');
  expect((await publish(setup.papers, plain.id)).body).toMatchObject({ code: 50024 });
  const hers = setup.ada.say(news, 'hello');
  expect((await publish(news, hers.id)).body).toMatchObject({ code: 50013 });
  setup.guild.setBotPermissions(P.ViewChannel | P.SendMessages | P.ManageMessages);
  expect((await publish(news, hers.id)).status).toBe(200);
});

test('allows ten published messages per channel and hour', async () => {
  let now = 0;
  const { setup, news } = await openNews({ wireNow: () => now });
  const publish = async () => {
    const { id } = setup.ada.say(news, 'x');
    const path = `/channels/${news.id}/messages/${id}/crosspost`;
    return (await request(setup.discord, 'POST', path)).status;
  };
  setup.guild.setBotPermissions(P.ViewChannel | P.SendMessages | P.ManageMessages);
  for (let n = 0; n < 10; n++) expect(await publish()).toBe(200);
  now = 3_599_999;
  expect(await publish()).toBe(429);
  now = 3_600_000;
  expect(await publish()).toBe(200);
});
