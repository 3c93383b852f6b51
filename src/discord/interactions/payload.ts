import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIMessage,
  type APIMessageApplicationCommandInteractionData,
  type APIUser,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ComponentType,
  InteractionContextType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Call, Caller, TargetMessage } from '../../command.ts';
import type { InteractionRef } from './interaction-responder.ts';

// Reads interactions as Discord's gateway sends them.

export function refOf(interaction: APIInteraction): InteractionRef {
  const { id, token, application_id: applicationId } = interaction;
  return { id, token, applicationId };
}

/** The user: in a server a member's, in direct messages directly. */
export function userOf(interaction: APIInteraction): APIUser {
  const user = interaction.member?.user ?? interaction.user;
  if (!user) throw new TypeError('an interaction has no user');
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

/** Whether Paperboy is installed only for the user, not in the server they use it in. */
function isUserInstallOnly(interaction: APIInteraction): boolean {
  // The type says it is always there; for a component of an old message it may not be.
  const owners = interaction.authorizing_integration_owners as
    APIInteraction['authorizing_integration_owners'] | undefined;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  return owners?.[UserInstall] !== undefined && owners[GuildInstall] === undefined;
}

type Option = APIApplicationCommandInteractionDataOption;
interface WithOptions {
  options?: readonly Option[];
}

/** The options as given. Integers are numbers, channels their id. */
export function optionsOf({ options = [] }: WithOptions): Call['options'] {
  const values: Record<string, string | number | boolean> = {};
  for (const option of options) if ('value' in option) values[option.name] = option.value;
  return values;
}

/** The option being typed. */
export function focusedOptionOf({ options = [] }: WithOptions): { name: string; typed: string } {
  const option = options.find((each) => 'focused' in each && each.focused);
  return {
    name: option?.name ?? '',
    typed: option && 'value' in option ? String(option.value) : '',
  };
}

/** The content of a message or a forwarded one; old ones may lack parts of it. */
type MessageContent = Partial<Pick<APIMessage, 'content' | 'embeds' | 'components'>>;

/** The message that a message command was used on, with what it forwards. */
export function targetMessageOf(data: APIMessageApplicationCommandInteractionData): TargetMessage {
  const message = data.resolved.messages[data.target_id];
  const forwarded = (message?.message_snapshots ?? []).map((snapshot) => snapshot.message);
  const all: MessageContent[] = [message ?? {}, ...forwarded];
  return {
    content: all
      .flatMap(({ content = '', components }) => [content, ...textsIn(components)])
      .filter((text) => text !== '')
      .join('\n'),
    embeds: all.flatMap(({ embeds = [] }) => embeds),
  };
}

/** Text that apps display with components instead of the content, at any depth. */
function textsIn(components: unknown): string[] {
  if (!Array.isArray(components)) return [];
  return components.flatMap((component: Record<string, unknown>) =>
    component['type'] === ComponentType.TextDisplay
      ? [String(component['content'])]
      : textsIn(component['components']),
  );
}

/** Names an interaction for the log: its command or button, but nothing that was typed. */
export function nameOf(interaction: APIInteraction): string {
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
