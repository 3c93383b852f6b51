/**
 * Discord's API in discord.js's own words, for the rest of the bot: commands and messages are
 * written in these types, enums and formatters. Only `src/discord` imports discord.js itself, so
 * that this list is all that a new version of it can break elsewhere.
 */
export {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ButtonStyle,
  channelMention,
  ChannelType,
  ComponentType,
  hideLinkEmbed,
  hyperlink,
  InteractionContextType,
  MessageFlags,
  messageLink,
  PermissionFlagsBits,
  roleMention,
  time,
  TimestampStyles,
  userMention,
} from 'discord.js';
export type {
  APIActionRowComponent,
  APIAllowedMentions,
  APIApplicationCommandBooleanOption,
  APIApplicationCommandOptionChoice,
  APIButtonComponentWithCustomId,
  APIComponentInMessageActionRow,
  APIEmbed,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
  TimestampStylesString,
} from 'discord.js';
