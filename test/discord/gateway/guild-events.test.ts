import type { GatewayDispatchPayload, GatewayReadyDispatchData } from 'discord.js';
import { beforeEach, expect, it } from 'vitest';
import { type AccessChange, createGuildEvents } from '../../../src/discord/gateway/guild-events.ts';

let now = 0;
let gone: string[] = [];
let changes: AccessChange[] = [];
let guildEvents: ReturnType<typeof createGuildEvents>;

beforeEach(() => {
  now = 0;
  gone = [];
  changes = [];
  guildEvents = createGuildEvents(
    {
      onChannelGone: (id) => gone.push(`channel ${id}`),
      onGuildGone: (id) => gone.push(`server ${id}`),
      onAccessChanged: (where) => changes.push(where),
    },
    () => now,
  );
  ready(['1', '2']);
});

function ready(ids: string[], shardId = 0): void {
  const guilds = ids.map((id) => ({ id, unavailable: true }));
  guildEvents.ready(shardId, { guilds, user: { id: '9' } } as GatewayReadyDispatchData);
}
const event = (t: string, d: object): void =>
  guildEvents.dispatch(0, { op: 0, s: 1, t, d } as unknown as GatewayDispatchPayload);

it("servers that arrive right after READY aren't a change, later ones are the end of an outage", () => {
  event('GUILD_CREATE', { id: '1' });
  expect(changes).toEqual([]);
  now += 60_000;
  event('GUILD_CREATE', { id: '2' });
  event('GUILD_CREATE', { id: '1' });
  expect(changes).toEqual([{ guildId: '2' }, { guildId: '1' }]);
  expect(guildEvents.guildCount()).toBe(2);
});

it('a server with an outage at the start is reported as changed when it is back', () => {
  event('GUILD_DELETE', { id: '1', unavailable: true });
  event('GUILD_CREATE', { id: '1' });
  expect(changes).toEqual([{ guildId: '1' }]);
  expect(gone).toEqual([]);
});

it('a later READY that omits a server only means that anything may have changed', () => {
  ready(['2']);
  expect(gone).toEqual([]);
  expect(changes).toEqual([{}]);
  expect(guildEvents.guildCount()).toBe(1);
  ready(['3'], 1);
  expect(changes).toEqual([{}]);
  expect(guildEvents.guildCount()).toBe(2);
});

it.each(['GUILD_ROLE_CREATE', 'GUILD_ROLE_UPDATE', 'GUILD_ROLE_DELETE', 'THREAD_LIST_SYNC'])(
  '%s is reported as a change of the whole server',
  (t) => {
    event(t, { guild_id: '1' });
    expect(changes).toEqual([{ guildId: '1' }]);
  },
);

it.each(['CHANNEL_UPDATE', 'THREAD_UPDATE'])('%s is reported as a change of one channel', (t) => {
  event(t, { id: '5', guild_id: '1' });
  expect(changes).toEqual([{ guildId: '1', channelId: '5' }]);
});

it("role changes are reported if they are the bot's own, not those of others", () => {
  event('GUILD_MEMBER_UPDATE', { guild_id: '1', user: { id: '8' } });
  expect(changes).toEqual([]);
  event('GUILD_MEMBER_UPDATE', { guild_id: '1', user: { id: '9' } });
  expect(changes).toEqual([{ guildId: '1' }]);
});

it('every other gateway event is ignored', () => {
  event('MESSAGE_CREATE', { id: '7' });
  event('toString', {});
  expect([gone, changes]).toEqual([[], []]);
});
