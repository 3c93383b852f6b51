import { type APIEmbed, ChannelType, MessageFlags, PermissionFlagsBits as P } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { ok, type Route } from '../http/router.ts';
import { limits } from '../limits.ts';
import { createMessage, editMessage } from '../state/messages.ts';
import type { Channel, Message, User } from '../state/types.ts';
import { createFormErrors } from '../validate/form-errors.ts';
import { needed, object, snowflake } from '../validate/shape.ts';
import { requirePermissions, param, publicMessage, visibleChannel } from './access.ts';

/** Announcement channels: publishing messages, and following. */

const target = object({ webhook_channel_id: needed(snowflake) });

const announcements = (core: Core, id: string): Channel => {
  const channel = visibleChannel(core, id);
  if (channel.type !== ChannelType.GuildAnnouncement) throw refuse('wrongChannelType');
  return channel;
};

/** Copies a message into every following channel. */
const distribute = (core: Core, from: Channel, { raw }: Message): void => {
  for (const [id, author] of core.state.followers.get(from.id) ?? []) {
    const channel = core.state.channels.get(id);
    if (channel === undefined) continue;
    createMessage(core, {
      channel,
      author,
      content: raw.content,
      embeds: structuredClone(raw.embeds) satisfies APIEmbed[],
      flags: MessageFlags.IsCrosspost,
      extra: {
        webhook_id: author.id,
        message_reference: {
          type: 0,
          message_id: raw.id,
          channel_id: from.id,
          guild_id: from.guildId,
        },
      },
    });
  }
};

export const announcementRoutes: Route[] = [
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/crosspost',
    auth: 'bot',
    major: ['channel'],
    bucket: { limit: limits.crosspostsPerHour, windowMs: 3_600_000 },
    handle: ({ core, params }) => {
      const channel = announcements(core, param(params, 'channel'));
      const message = publicMessage(channel, param(params, 'message'));
      const own = message.raw.author.id === core.state.bot.id;
      requirePermissions(core, channel, P.SendMessages | (own ? 0n : P.ManageMessages));
      const flags = message.raw.flags ?? 0;
      if ((flags & MessageFlags.Crossposted) !== 0) throw refuse('alreadyCrossposted');
      editMessage(core, channel, message, {
        flags: flags | MessageFlags.Crossposted,
        silent: true,
      });
      distribute(core, channel, message);
      return ok(message.raw);
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/followers',
    auth: 'bot',
    major: ['channel'],
    // The specification has this body inline, without a name.
    bucket: { limit: 5, windowMs: 5000 },
    handle: ({ core, params, body }) => {
      const from = announcements(core, param(params, 'channel'));
      const errors = createFormErrors();
      target(body, [], errors.report);
      errors.throwIfAny();
      const { webhook_channel_id: id } = body as { webhook_channel_id: string };
      const to = visibleChannel(core, id);
      requirePermissions(core, to, P.ManageWebhooks);
      const guild = core.state.guilds.get(from.guildId ?? '');
      const webhook: User = {
        id: core.nextId(),
        username: `${guild?.name ?? ''} #${from.name}`,
        bot: true,
        locale: 'en-US',
        acceptsDms: false,
      };
      const known = core.state.followers.get(from.id) ?? new Map<string, User>();
      core.state.followers.set(from.id, known.set(to.id, webhook));
      return ok({ channel_id: from.id, webhook_id: webhook.id });
    },
  },
];
