import type { Guild } from '../state/types.ts';
import { channelJson } from './channels.ts';
import { memberJson, roleJson } from './users.ts';

/** A guild as `GET /guilds/{id}` returns it. */
export const guildJson = (guild: Guild) => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  icon_hash: null,
  splash: null,
  discovery_splash: null,
  owner_id: guild.ownerId,
  region: 'deprecated',
  afk_channel_id: null,
  afk_timeout: 300,
  widget_enabled: false,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  roles: [...guild.roles.values()].map(roleJson),
  emojis: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: guild.systemChannelId,
  system_channel_flags: 0,
  rules_channel_id: null,
  max_presences: null,
  max_members: 500_000,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  preferred_locale: guild.locale,
  public_updates_channel_id: null,
  max_video_channel_users: 25,
  max_stage_video_channel_users: 50,
  nsfw: false,
  nsfw_level: 0,
  stickers: [],
  premium_progress_bar_enabled: false,
  safety_alerts_channel_id: null,
  incidents_data: null,
  hub_type: null,
  home_header: null,
  latest_onboarding_question_id: null,
});

/**
 * A guild as GUILD_CREATE sends it.
 *
 * @param botId without the members intent, the bot only sees itself
 */
export const gatewayGuildJson = (guild: Guild, botId: string, withMembers: boolean) => {
  const channels = [...guild.channels.values()];
  return {
    ...guildJson(guild),
    joined_at: guild.joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [...guild.members.values()]
      .filter((member) => withMembers || member.user.id === botId)
      .map(memberJson),
    channels: channels
      .filter((channel) => channel.thread === null)
      .map((channel) => channelJson(channel, false)),
    threads: channels
      .filter((channel) => channel.thread !== null)
      .map((channel) => channelJson(channel, false)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
};
