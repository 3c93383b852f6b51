import type { Application, State, User } from './types.ts';

/** An empty Discord with one application and its bot. The bot's user has the application's id. */
export const createState = (application: Application): State => {
  const bot: User = {
    id: application.id,
    username: application.name,
    bot: true,
    locale: 'en-US',
    acceptsDms: false,
  };
  return {
    application,
    bot,
    users: new Map([[bot.id, bot]]),
    installs: new Set(),
    conversations: new Map(),
    guilds: new Map(),
    channels: new Map(),
    commands: new Map(),
    commandCreations: new Map(),
    followers: new Map(),
    interactions: new Map(),
    files: new Map(),
  };
};
