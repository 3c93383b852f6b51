import { ApplicationIntegrationType, InteractionContextType } from '../src/discord/api.ts';

/** Said by every command: what Discord takes where nothing is said hangs on the app's settings. */

/** Works wherever somebody is: in servers with Paperboy, and for who installed it everywhere. */
export const EVERYWHERE = {
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** Works in servers that Paperboy was added to: it is about what is posted there. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};
