/** What whoever runs the bot reads when its token is void, wherever that was noticed. */
export const TOKEN_REFUSED =
  'Discord does not accept DISCORD_TOKEN: copy the current one from the Bot page of your application at https://discord.com/developers/applications';
