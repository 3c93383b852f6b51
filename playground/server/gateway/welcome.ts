import type { Core } from '../core.ts';
import { botGuilds } from '../state/guilds.ts';
import { selfJson } from '../wire/users.ts';
import { dispatch, type Session } from './sessions.ts';
import { translate } from './translate.ts';

/** The shard that gets a guild's events; direct messages go to the first one. */
export const shardOf = (guildId: string | null, count: number): number =>
  guildId === null || count === 1 ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));

/** Welcomes an identified session: READY, then its guilds one by one. */
export const welcome = (core: Core, session: Session): void => {
  const { application } = core.state;
  const guilds = botGuilds(core).filter(
    (guild) => shardOf(guild.id, session.shard[1]) === session.shard[0],
  );
  dispatch(session, 'READY', {
    v: 10,
    user: selfJson(core),
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: core.addresses.gateway,
    shard: session.shard,
    application: { id: application.id, flags: 0 },
    private_channels: [],
    presences: [],
    relationships: [],
    geo_ordered_rtc_regions: [],
    _trace: [],
  });
  core.transcript.add('gateway', `→ READY with ${guilds.length} guilds`);
  for (const guild of guilds) {
    const event = translate(core, { type: 'guild-create', guild }, session.intents);
    if (event !== null) dispatch(session, event.t, event.d);
  }
};
