import type { Route } from '../http/router.ts';
import { announcementRoutes } from './announcements.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import { gatewayRoutes } from './gateway.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { messageRoutes } from './messages.ts';
import { threadMemberRoutes } from './thread-members.ts';
import { threadRoutes } from './threads.ts';
import { userRoutes } from './users.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every route of this Discord. New ones go into the table of their resource. */
export const routes: readonly Route[] = [
  ...gatewayRoutes,
  ...userRoutes,
  ...guildRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...announcementRoutes,
  ...threadRoutes,
  ...threadMemberRoutes,
  ...commandRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
];
