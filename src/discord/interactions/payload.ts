import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIUser,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Call, Caller } from '../../command.ts';
import type { InteractionRef } from './interaction-responder.ts';

/** Reading interactions as Discord's gateway sends them. */

export function refOf(interaction: APIInteraction): InteractionRef {
  const { id, token, application_id: applicationId } = interaction;
  return { id, token, applicationId };
}

/** Who did it: in a server a member, in direct messages a user. */
export function userOf(interaction: APIInteraction): APIUser {
  const user = interaction.member?.user ?? interaction.user;
  if (!user) throw new TypeError('an interaction came from nobody');
  return user;
}

export function callerOf(interaction: APIInteraction): Caller {
  const permissions = BigInt(interaction.member?.permissions ?? 0);
  const { Administrator, ManageGuild } = PermissionFlagsBits;
  return {
    userId: userOf(interaction).id,
    guildId: isUserInstallOnly(interaction) ? undefined : interaction.guild_id,
    channelId: interaction.channel?.id ?? '',
    isManager: (permissions & (Administrator | ManageGuild)) !== 0n,
    ...(interaction.context === InteractionContextType.BotDM ? { isBotDm: true } : {}),
  };
}

/** Whether only a user installed Paperboy, and not the server it is used in. */
function isUserInstallOnly(interaction: APIInteraction): boolean {
  // Typed as always there; a press on what was posted long ago need not have it.
  const owners = interaction.authorizing_integration_owners as
    APIInteraction['authorizing_integration_owners'] | undefined;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  return owners?.[UserInstall] !== undefined && owners[GuildInstall] === undefined;
}

type Option = APIApplicationCommandInteractionDataOption;
interface Given {
  options?: readonly Option[];
}

/** The options as given. Integers arrive as numbers, channels as their id. */
export function optionsOf({ options = [] }: Given): Call['options'] {
  const given: Record<string, string | number | boolean> = {};
  for (const option of options) if ('value' in option) given[option.name] = option.value;
  return given;
}

/** The option being typed. */
export function focusedOf({ options = [] }: Given): { name: string; typed: string } {
  const option = options.find((one) => 'focused' in one && one.focused);
  return {
    name: option?.name ?? '',
    typed: option && 'value' in option ? String(option.value) : '',
  };
}

/** What happened, for the log: the command or button, never what was typed. */
export function describe(interaction: APIInteraction): string {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return interaction.data.type === ApplicationCommandType.Message
        ? `"${interaction.data.name}"`
        : `/${interaction.data.name}`;
    case InteractionType.ApplicationCommandAutocomplete:
      return `/${interaction.data.name}`;
    case InteractionType.MessageComponent:
      return `button ${interaction.data.custom_id.split(':')[0] ?? ''}`;
    case InteractionType.ModalSubmit:
    case InteractionType.Ping:
      return 'interaction';
  }
}
