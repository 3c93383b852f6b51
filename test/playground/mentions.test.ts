import { expect, test } from 'vitest';
import { mentionsIn, type MentionScope } from '../../playground/server/mentions.ts';
import { createSetup, request } from './setup.ts';

const scope: MentionScope = {
  isUser: (id) => ['1', '2'].includes(id),
  role: (id) => ({ 10: { mentionable: true }, 11: { mentionable: false } })[id],
  mayMentionEveryone: true,
  repliedTo: null,
};
const content = '@everyone <@1> <@!2> <@3> <@&10> <@&11>';
const none = { everyone: false, users: [], roles: [] };

test.each([
  [
    'nothing is said: all are meant',
    undefined,
    { everyone: true, users: ['1', '2'], roles: ['10', '11'] },
  ],
  ['nothing is allowed', { parse: [] }, none],
  ['an empty rule allows nothing', {}, none],
  ['users are allowed', { parse: ['users'] }, { ...none, users: ['1', '2'] }],
  ['one user is allowed', { users: ['2'] }, { ...none, users: ['2'] }],
  ['one role is allowed', { parse: [], roles: ['10'] }, { ...none, roles: ['10'] }],
  ['everyone is allowed', { parse: ['everyone'] }, { ...none, everyone: true }],
] as const)('pings as Discord does: %s', (_, allowed, expected) => {
  expect(mentionsIn(content, allowed as never, scope)).toEqual(expected);
});

test('pings only mentionable roles without the permission, and never everyone', () => {
  const weak = { ...scope, mayMentionEveryone: false };
  expect(mentionsIn(content, undefined, weak)).toEqual({
    everyone: false,
    users: ['1', '2'],
    roles: ['10'],
  });
});

test('pings nobody in code', () => {
  expect(mentionsIn('`@everyone` ```\n<@1>\n``` <@2>', undefined, scope)).toEqual({
    ...none,
    users: ['2'],
  });
  expect(mentionsIn('an open ` before <@1>', undefined, scope).users).toEqual(['1']);
});

test('pings the author of a replied-to message unless told otherwise', () => {
  const reply = { ...scope, repliedTo: '2' };
  expect(mentionsIn('x', undefined, reply).users).toEqual(['2']);
  expect(mentionsIn('x', { parse: [] }, reply).users).toEqual([]);
  expect(mentionsIn('x', { parse: [], replied_user: true }, reply).users).toEqual(['2']);
});

test('lists in a message whom it pinged', async () => {
  const { discord, papers, ada, guild } = await createSetup();
  const role = guild.addRole({ name: 'readers', mentionable: true });
  const said = `@everyone <@${ada.id}> <@&${role.id}>`;
  const path = `/channels/${papers.id}/messages`;
  await request(discord, 'POST', path, { content: said });
  await request(discord, 'POST', path, { content: said, allowed_mentions: { parse: [] } });
  await request(discord, 'POST', path, { embeds: [{ description: said }] });
  const [loud, quiet, embedded] = papers.messages;
  // The bot may not mention everyone here.
  expect(loud).toMatchObject({
    mention_everyone: false,
    mentions: [{ id: ada.id }],
    mention_roles: [role.id],
  });
  for (const message of [quiet, embedded])
    expect(message).toMatchObject({ mention_everyone: false, mentions: [], mention_roles: [] });
});
