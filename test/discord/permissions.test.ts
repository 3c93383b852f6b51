import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChannelType, PermissionFlagsBits as P } from 'discord.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { permissionsIn as permissionsInLoopback } from '../../playground/server/permissions.ts';
import { createState } from '../../playground/server/state/state.ts';
import type { Channel, Guild, Overwrite } from '../../playground/server/state/types.ts';
import { inviteUrl, missingToPost, permissionsIn } from '../../src/discord/permissions.ts';

it('the invite link in the log asks for the same permissions as the one in README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  expect(readme).toContain(inviteUrl('APPLICATION_ID'));
});

const BOT = '9';
const GUILD = '1';
const bits = fc.bigInt({ min: 0n, max: (1n << 53n) - 1n });
const roleIds = ['10', '11', '12'];
const overwrite = (id: string, type: 0 | 1) =>
  fc.record({ id: fc.constant(id), type: fc.constant(type), allow: bits, deny: bits });
const scenario = fc.record({
  isOwner: fc.boolean(),
  granted: fc.array(
    bits.map((all) => all & ~P.Administrator),
    { minLength: 4, maxLength: 4 },
  ),
  isAdministrator: fc.boolean(),
  held: fc.subarray(roleIds),
  overwrites: fc
    .tuple(
      ...[GUILD, ...roleIds].map((id) => overwrite(id, 0)),
      overwrite(BOT, 1),
      overwrite('8', 1),
    )
    .chain((all) => fc.shuffledSubarray<Overwrite>(all)),
});

it('permissions in a channel are the same as the loopback Discord computes', () => {
  fc.assert(
    fc.property(scenario, ({ isOwner, granted, isAdministrator, held, overwrites }) => {
      const roles = [GUILD, ...roleIds].map((id, n) => ({
        id,
        permissions: (granted[n] ?? 0n) | (isAdministrator && n === 1 ? P.Administrator : 0n),
      }));
      const ownerId = isOwner ? BOT : '8';
      const state = createState({ id: BOT, name: 'paperboy', token: 'x' });
      const aRole = { name: '', position: 0, color: 0, mentionable: false, botId: null };
      const guild: Guild = {
        id: GUILD,
        name: '',
        locale: 'en-US',
        ownerId,
        joinedAt: '',
        roles: new Map(roles.map((role) => [role.id, { ...aRole, ...role }])),
        members: new Map([[BOT, { user: state.bot, roles: held, joinedAt: '' }]]),
        channels: new Map(),
        systemChannelId: null,
        unavailable: false,
      };
      state.guilds.set(GUILD, guild);
      const channel: Channel = {
        id: '4',
        type: ChannelType.GuildText,
        guildId: GUILD,
        name: '',
        topic: null,
        position: 0,
        parentId: null,
        overwrites: new Map(overwrites.map((one) => [one.id, one])),
        messages: [],
        lastMessageId: null,
        recipient: null,
        people: [],
        thread: null,
      };
      const channelMember = {
        guildId: GUILD,
        ownerId,
        userId: BOT,
        roles: roles.map(({ id, permissions }) => ({ id, permissions: String(permissions) })),
        member: { roles: held },
        overwrites: overwrites.map(({ id, allow, deny }) => ({
          id,
          allow: String(allow),
          deny: String(deny),
        })),
      };
      expect(permissionsIn(channelMember, 0)).toBe(permissionsInLoopback(state, channel, BOT));
    }),
  );
});

it('a member in timeout may only read, until it ends', () => {
  const until = '2021-05-06T12:00:00.000Z';
  const channelMember = (permissions: bigint) => ({
    guildId: GUILD,
    ownerId: '8',
    userId: BOT,
    roles: [{ id: GUILD, permissions: String(permissions) }],
    member: { roles: [], communication_disabled_until: until },
    overwrites: [],
  });
  const usual = P.ViewChannel | P.SendMessages | P.EmbedLinks | P.ReadMessageHistory;
  const missingAt = (now: number, permissions = usual) =>
    missingToPost(permissionsIn(channelMember(permissions), now), false);
  expect(missingAt(Date.parse(until) - 1)).toEqual(['SendMessages', 'EmbedLinks']);
  expect(missingAt(Date.parse(until))).toEqual([]);
  expect(missingAt(0, P.Administrator)).toEqual([]);
});
