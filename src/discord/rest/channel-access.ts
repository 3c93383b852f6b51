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
import { failureOf } from './api-errors.ts';
import type { RestClient } from './rest-client.ts';

type GuildChannel = Extract<APIChannel, { guild_id?: string; name: string }>;
type Thread = Extract<APIChannel, { type: ThreadChannelType }>;

/** A channel as Discord has it at this moment, and what Paperboy may do in it. */
interface View {
  channel: GuildChannel;
  guild: APIGuild;
  permissions: bigint;
}

/** What was asked for, or what came instead. */
export type Fetched<T> = { kind: 'ok'; body: T } | Failure;

interface Parts {
  restClient: RestClient;
  botId: string;
  now: () => number;
}

const GONE: Refusal = { kind: 'refused', why: 'gone', reason: { code: 'channel-elsewhere' } };
const HIDDEN: Access = { missing: ['ViewChannel'], isLocked: false, isAnnouncement: false };

/**
 * Answers what Paperboy may do somewhere by asking Discord anew each time: what was heard before
 * may be older than the loss of a permission, and to keep every role and channel costs memory.
 */
export function createAccess({ restClient, botId, now }: Parts) {
  async function get(path: string, isUrgent: boolean): Promise<Fetched<unknown>> {
    const answer = await restClient.ask({ method: 'GET', path, isUrgent });
    return answer.kind === 'ok' ? answer : failureOf(answer);
  }

  async function view(
    guildId: string | undefined,
    channelId: string,
    isUrgent: boolean,
  ): Promise<Fetched<View>> {
    const asked = await get(`/channels/${channelId}`, isUrgent);
    if (asked.kind !== 'ok') return asked;
    const channel = asked.body as GuildChannel;
    const home = channel.guild_id;
    if (home === undefined || (guildId !== undefined && home !== guildId)) return GONE;
    const [guild, member, parent] = await Promise.all([
      get(`/guilds/${home}`, isUrgent),
      get(`/guilds/${home}/members/${botId}`, isUrgent),
      isThread(channel)
        ? get(`/channels/${channel.parent_id ?? ''}`, isUrgent)
        : { kind: 'ok' as const, body: channel },
    ]);
    if (guild.kind !== 'ok') return guild;
    if (member.kind !== 'ok') return member;
    if (parent.kind !== 'ok') return parent;
    const server = guild.body as APIGuild;
    const source = parent.body as GuildChannel;
    const standing = {
      guildId: home,
      ownerId: server.owner_id,
      roles: server.roles,
      userId: botId,
      member: member.body as APIGuildMember,
      overwrites: ('permission_overwrites' in source && source.permission_overwrites) || [],
    };
    const permissions = permissionsIn(standing, now());
    return { kind: 'ok', body: { channel, guild: server, permissions } };
  }

  async function access(
    guildId: string,
    channelId: string,
    isUrgent = false,
  ): Promise<Answer<Access>> {
    const seen = await view(guildId, channelId, isUrgent);
    if (seen.kind === 'refused' && seen.why === 'access') return { kind: 'done', ...HIDDEN };
    if (seen.kind !== 'ok') return seen;
    const { channel, permissions } = seen.body;
    const isLocked = isThread(channel) && channel.thread_metadata?.locked === true;
    return {
      kind: 'done',
      missing: missingToPost(permissions, isThread(channel)),
      isLocked: isLocked && !allows(permissions, PermissionFlagsBits.ManageThreads),
      isAnnouncement: channel.type === ChannelType.GuildAnnouncement,
    };
  }

  return {
    access,

    /** Whether what was said in a channel may be read. */
    async mayReadHistory(channelId: string): Promise<Fetched<boolean>> {
      const seen = await view(undefined, channelId, false);
      if (seen.kind !== 'ok') return seen;
      const { ViewChannel, ReadMessageHistory } = PermissionFlagsBits;
      return { kind: 'ok', body: allows(seen.body.permissions, ViewChannel | ReadMessageHistory) };
    },

    /**
     * The same as `access`, for a person who waits.
     *
     * @throws UserError when the channel is not there, is no channel of that server, or Discord does
     *   not say
     */
    async channelAccess(guildId: string, channelId: string): Promise<Access> {
      const answer = await access(guildId, channelId, true);
      if (answer.kind !== 'done') throw whyNot(answer);
      const { missing, isLocked, isAnnouncement } = answer;
      return { missing, isLocked, isAnnouncement };
    },

    /**
     * Whether a role can be mentioned in a channel so that its members notice: it is there, is not
     * @everyone, and is mentionable by all or Paperboy may mention any.
     *
     * @throws UserError as `channelAccess`
     */
    async mayMention(guildId: string, channelId: string, roleId: string): Promise<boolean> {
      const seen = await view(guildId, channelId, true);
      if (seen.kind !== 'ok') throw whyNot(seen);
      const { guild, permissions } = seen.body;
      const role = guild.roles.find(({ id }) => id === roleId);
      if (!role || roleId === guildId) return false;
      return role.mentionable || allows(permissions, PermissionFlagsBits.MentionEveryone);
    },
  };
}

function isThread(channel: GuildChannel): channel is GuildChannel & Thread {
  return [
    ChannelType.AnnouncementThread,
    ChannelType.PublicThread,
    ChannelType.PrivateThread,
  ].includes(channel.type);
}

function whyNot(failure: Failure): UserError {
  if (failure.kind === 'refused') {
    return failure.why === 'access'
      ? new UserError((t) => t('channel.hidden'))
      : new UserError((t) => t('channel.gone'));
  }
  return new UserError((t) =>
    t('channel.not-asked', { reason: describeReason(t, failure.reason) }),
  );
}
