import { type APIInteraction, InteractionType } from 'discord.js';
import { expect, it } from 'vitest';
import { callerOf, focusedOptionOf, nameOf } from '../../../src/discord/interactions/payload.ts';

const from = (permissions: string) =>
  ({ guild_id: '1', channel: { id: '2' }, member: { user: { id: '3' }, permissions } }) as never;

it.each([
  [String(1n << 5n), true],
  [String(1n << 3n), true],
  [String((1n << 40n) | (1n << 5n)), true],
  [String((1n << 53n) - 1n - (1n << 5n) - (1n << 3n)), false],
  ['0', false],
])('whether a member with the permissions %s is a manager: %s', (permissions, isManager) => {
  expect(callerOf(from(permissions))).toEqual({
    userId: '3',
    guildId: '1',
    channelId: '2',
    isManager,
  });
});

it.each([
  [undefined, '1'],
  [{ 0: '1' }, '1'],
  [{ 0: '1', 1: '3' }, '1'],
  [{ 1: '3' }, undefined],
])(
  'an interaction with the installation owners %j happened in the server %s',
  (owners, guildId) => {
    const interaction = { ...(from('0') as object), authorizing_integration_owners: owners };
    expect(callerOf(interaction as never).guildId).toBe(guildId);
  },
);

it('the option being typed is found, even if it is a number', () => {
  const options = [
    { name: 'date', type: 3, value: '2021-05-05' },
    { name: 'top', type: 4, value: '1', focused: true },
  ] as never;
  expect(focusedOptionOf({ options })).toEqual({ name: 'top', typed: '1' });
  expect(focusedOptionOf({})).toEqual({ name: '', typed: '' });
});

it('the name of an interaction contains nothing that was typed', () => {
  const named = (interaction: object) => nameOf(interaction as APIInteraction);
  const data = { name: 'papers', options: [{ name: 'search', value: 'secret' }] };
  expect(named({ type: InteractionType.ApplicationCommand, data })).toBe('/papers');
  const menu = { name: 'Find papers', type: 3, target_id: '1' };
  expect(named({ type: InteractionType.ApplicationCommand, data: menu })).toBe('"Find papers"');
  expect(named({ type: InteractionType.ApplicationCommandAutocomplete, data })).toBe('/papers');
  const press = { custom_id: 'paper:digest-2021-05-05:0', values: ['x'] };
  expect(named({ type: InteractionType.MessageComponent, data: press })).toBe('button paper');
  expect(named({ type: InteractionType.ModalSubmit, data: press })).toBe('interaction');
});
