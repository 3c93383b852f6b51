import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  ChannelType,
  PermissionFlagsBits,
  type ThreadChannelType,
} from 'discord.js';
import { UserError } from '../../command.ts';
import type { Access, Answer, Failure, Refusal } from '../../delivery/sender.ts';
import { describeReason } from '../../i18n/reason.ts';
import { allows, missingToPost, permissionsIn } from '../permissions.ts';
import { toFailure } from './classify-response.ts';
import type { RestClient } from './rest-client.ts';

/**
 * What Paperboy may do in channels. Discord is asked every time: what was heard before may be
 * outdated, and caching every role and channel costs memory.
 */
export interface ChannelAccess {
  /** What Paperboy may do in a server's channel. */
  check(guildId: string, channelId: string, isUrgent?: boolean): Promise<Answer<Access>>;
  /**
   * The same, while a person waits.
   *
   * @throws UserError when the channel is gone, belongs to another server or can't be seen, or when
   *   Discord doesn't answer
   */
  checkForUser(guildId: string, channelId: string): Promise<Access>;
  /** Whether the messages in a channel may be read. */
  mayReadHistory(channelId: string): Promise<Fetched<boolean>>;
  /**
   * Whether mentioning a role in a channel notifies its members: it exists, isn't @everyone, and
   * either everyone may mention it or Paperboy may mention any role.
   *
   * @throws UserError as `checkForUser`
   */
  mayMention(guildId: string, channelId: string, roleId: string): Promise<boolean>;
}

type Fetched<T> = { kind: 'ok'; body: T } | Failure;

type GuildChannel = Extract<APIChannel, { guild_id?: string; name: string }>;
type Thread = Extract<APIChannel, { type: ThreadChannelType }>;

/** A channel as it is now, and what Paperboy may do in it. */
interface ChannelView {
  channel: GuildChannel;
  guild: APIGuild;
  permissions: bigint;
}

interface Dependencies {
  restClient: RestClient;
  botId: string;
  /** Unix milliseconds. */
  now: () => number;
}

const ELSEWHERE: Refusal = { kind: 'refused', why: 'gone', reason: { code: 'channel-elsewhere' } };
const HIDDEN: Access = { missing: ['ViewChannel'], isLocked: false, isAnnouncement: false };

export function createChannelAccess(dependencies: Dependencies): ChannelAccess {
  async function check(
    guildId: string,
    channelId: string,
    isUrgent = false,
  ): Promise<Answer<Access>> {
    const view = await fetchView(dependencies, { guildId, channelId, isUrgent });
    if (view.kind === 'refused' && view.why === 'access') return { kind: 'done', ...HIDDEN };
    if (view.kind !== 'ok') return view;
    const { channel, permissions } = view.body;
    const isLocked = isThread(channel) && channel.thread_metadata?.locked === true;
    return {
      kind: 'done',
      missing: missingToPost(permissions, isThread(channel)),
      isLocked: isLocked && !allows(permissions, PermissionFlagsBits.ManageThreads),
      isAnnouncement: channel.type === ChannelType.GuildAnnouncement,
    };
  }

  return {
    check,

    async checkForUser(guildId, channelId) {
      const answer = await check(guildId, channelId, true);
      if (answer.kind !== 'done') throw toUserError(answer);
      const { missing, isLocked, isAnnouncement } = answer;
      return { missing, isLocked, isAnnouncement };
    },

    async mayReadHistory(channelId) {
      const view = await fetchView(dependencies, { channelId, isUrgent: false });
      if (view.kind !== 'ok') return view;
      const { ViewChannel, ReadMessageHistory } = PermissionFlagsBits;
      return { kind: 'ok', body: allows(view.body.permissions, ViewChannel | ReadMessageHistory) };
    },

    async mayMention(guildId, channelId, roleId) {
      const view = await fetchView(dependencies, { guildId, channelId, isUrgent: true });
      if (view.kind !== 'ok') throw toUserError(view);
      const { guild, permissions } = view.body;
      const role = guild.roles.find(({ id }) => id === roleId);
      if (!role || roleId === guildId) return false;
      return role.mentionable || allows(permissions, PermissionFlagsBits.MentionEveryone);
    },
  };
}

/** Fetches a channel and all that decides what Paperboy may do in it. */
async function fetchView(
  { restClient, botId, now }: Dependencies,
  { guildId, channelId, isUrgent }: { guildId?: string; channelId: string; isUrgent: boolean },
): Promise<Fetched<ChannelView>> {
  async function get(path: string): Promise<Fetched<unknown>> {
    const result = await restClient.request({ method: 'GET', path, isUrgent });
    return result.kind === 'ok' ? result : toFailure(result);
  }

  const fetched = await get(`/channels/${channelId}`);
  if (fetched.kind !== 'ok') return fetched;
  const channel = fetched.body as GuildChannel;
  const homeId = channel.guild_id;
  if (homeId === undefined || (guildId !== undefined && homeId !== guildId)) return ELSEWHERE;
  const [guild, member, parent] = await Promise.all([
    get(`/guilds/${homeId}`),
    get(`/guilds/${homeId}/members/${botId}`),
    isThread(channel)
      ? get(`/channels/${channel.parent_id ?? ''}`)
      : { kind: 'ok' as const, body: channel },
  ]);
  if (guild.kind !== 'ok') return guild;
  if (member.kind !== 'ok') return member;
  if (parent.kind !== 'ok') return parent;
  const { owner_id: ownerId, roles } = guild.body as APIGuild;
  const source = parent.body as GuildChannel;
  const permissions = permissionsIn(
    {
      guildId: homeId,
      ownerId,
      roles,
      userId: botId,
      member: member.body as APIGuildMember,
      overwrites: ('permission_overwrites' in source && source.permission_overwrites) || [],
    },
    now(),
  );
  return { kind: 'ok', body: { channel, guild: guild.body as APIGuild, permissions } };
}

function isThread(channel: GuildChannel): channel is GuildChannel & Thread {
  return [
    ChannelType.AnnouncementThread,
    ChannelType.PublicThread,
    ChannelType.PrivateThread,
  ].includes(channel.type);
}

function toUserError(failure: Failure): UserError {
  if (failure.kind === 'refused') {
    return failure.why === 'access'
      ? new UserError((t) => t('channel.hidden'))
      : new UserError((t) => t('channel.gone'));
  }
  return new UserError((t) =>
    t('channel.not-asked', { reason: describeReason(t, failure.reason) }),
  );
}
