import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  MessageFlags,
} from 'discord.js';
import {
  type BotServices,
  type Call,
  type Caller,
  type Command,
  type ComponentHandler,
  type Context,
  type MessageCommand,
  PRIVATE,
  type Reply,
  serverOf,
  type SlashCommand,
  UserError,
} from '../../command.ts';
import { type Translate, translatorFor } from '../../i18n/translate.ts';
import { type CommandId, mentioningCommands } from '../../messages/command-mentions.ts';
import type { InteractionResponder } from './interaction-responder.ts';
import {
  callerOf,
  focusedOptionOf,
  nameOf,
  optionsOf,
  refOf,
  targetMessageOf,
  userOf,
} from './payload.ts';
import { runAndReply } from './run-and-reply.ts';

interface Options {
  commands: readonly Command[];
  context: BotServices;
  interactionResponder: InteractionResponder;
  /** For mentioning commands in answers. */
  commandId: CommandId;
  /** Logs an unexpected error and what it interrupted; returns the id it was logged under. */
  report: (error: unknown, interactionName: string) => string;
  deferAfterMs?: number;
}

/** How an interaction that expects a reply is run, without who called it. */
interface Route {
  kind: 'command' | 'component';
  /** Undefined if Paperboy no longer has it. */
  command: Command | undefined;
  isEphemeral: boolean;
  run: (caller: Caller, context: Context) => Promise<Reply> | Reply;
}

/** An interaction that `Route` is about. */
type RoutedInteraction =
  | APIChatInputApplicationCommandInteraction
  | APIMessageApplicationCommandInteraction
  | APIMessageComponentInteraction;

/**
 * Builds the handler of all interactions, as the gateway sends them. It finds the command or
 * component in the list of commands, checks who may use it, runs it and replies. It never rejects;
 * failing to reply is reported.
 */
export function createInteractionHandler(
  options: Options,
): (interaction: APIInteraction) => Promise<void> {
  const { interactionResponder, report, context: services, commandId, deferAfterMs } = options;
  const registry = createRegistry(options.commands);

  return async (interaction) => {
    const name = nameOf(interaction);
    try {
      if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
        await autocomplete(interaction, name);
        return;
      }
      const routed = routeOf(interaction, registry, services);
      if (routed) await respond(...routed, name);
    } catch (error) {
      // Even the reply failed: it expired, was sent already, or Discord can't be reached.
      report(error, name);
    }
  };

  function respond(interaction: RoutedInteraction, route: Route, name: string): Promise<void> {
    const { kind, command, isEphemeral, run } = route;
    const t = mentioningCommands(translatorOf(interaction), commandId);
    return runAndReply(
      {
        t,
        ref: refOf(interaction),
        kind,
        deferEphemeral: isEphemeral || command?.for === 'manager',
        async run() {
          const caller = callerOf(interaction);
          if (command) checkAudience(command, caller);
          return run(caller, { ...services, t });
        },
      },
      {
        interactionResponder,
        report: (error) => report(error, name),
        ...(deferAfterMs === undefined ? {} : { deferAfterMs }),
      },
    );
  }

  async function autocomplete(
    interaction: APIApplicationCommandAutocompleteInteraction,
    name: string,
  ): Promise<void> {
    let choices: { name: string; value: string }[] = [];
    try {
      const option = focusedOptionOf(interaction.data);
      const command = registry.slashCommands.get(interaction.data.name);
      const context = { ...services, t: translatorOf(interaction) };
      choices = (await command?.autocomplete?.(option.name, option.typed, context)) ?? [];
    } catch (error) {
      // Without suggestions, the user can still type on.
      report(error, name);
    }
    await interactionResponder.autocomplete(refOf(interaction), choices);
  }
}

/** The commands by what Discord calls them. */
interface Registry {
  // Slash and message commands may share a name.
  slashCommands: Map<string, SlashCommand>;
  messageCommands: Map<string, MessageCommand>;
  /** By the part of the `custom_id` before its first colon. */
  components: Map<string, { command: Command; handle: ComponentHandler }>;
}

function createRegistry(commands: readonly Command[]): Registry {
  const registry: Registry = {
    slashCommands: new Map(),
    messageCommands: new Map(),
    components: new Map(),
  };
  for (const command of commands) {
    if (command.summary !== undefined) registry.messageCommands.set(command.data.name, command);
    else registry.slashCommands.set(command.data.name, command);
    for (const [action, handle] of Object.entries(command.components ?? {})) {
      registry.components.set(action, { command, handle });
    }
  }
  return registry;
}

/** Finds what an interaction is for; undefined for kinds that Paperboy doesn't use. */
function routeOf(
  interaction: APIInteraction,
  registry: Registry,
  services: BotServices,
): [RoutedInteraction, Route] | undefined {
  if (interaction.type === InteractionType.MessageComponent) {
    return [interaction, componentRoute(interaction, registry)];
  }
  if (interaction.type !== InteractionType.ApplicationCommand) return undefined;
  if (interaction.data.type === ApplicationCommandType.ChatInput) {
    const slash = interaction as APIChatInputApplicationCommandInteraction;
    return [slash, slashCommandRoute(slash, registry, services)];
  }
  if (interaction.data.type === ApplicationCommandType.Message) {
    const onMessage = interaction as APIMessageApplicationCommandInteraction;
    return [onMessage, messageCommandRoute(onMessage, registry)];
  }
  return undefined;
}

function slashCommandRoute(
  interaction: APIChatInputApplicationCommandInteraction,
  { slashCommands }: Registry,
  services: BotServices,
): Route {
  const { data } = interaction;
  const command = slashCommands.get(data.name);
  const options = withDefaultPrivacy(optionsOf(data), command, callerOf(interaction), services);
  const isEphemeral = options[PRIVATE] === true;
  return {
    kind: 'command',
    command,
    isEphemeral,
    async run(caller, context) {
      if (!command) throw unknownCommand();
      const reply = await command.run({ ...caller, options }, context);
      return isEphemeral ? { ...reply, ephemeral: true } : reply;
    },
  };
}

/**
 * The options, with `private` set if the server's managers want that and the user chose nothing. What
 * a user chose holds, because they could share the answer anyway.
 */
function withDefaultPrivacy(
  options: Call['options'],
  command: SlashCommand | undefined,
  { guildId }: Caller,
  { guildSettings }: Pick<BotServices, 'guildSettings'>,
): Call['options'] {
  const isFree = PRIVATE in options || guildId === undefined;
  const isOffered = command?.data.options?.some(({ name }) => name === PRIVATE) === true;
  if (isFree || !isOffered || !guildSettings.hasPrivateAnswers(guildId)) return options;
  return { ...options, [PRIVATE]: true };
}

function messageCommandRoute(
  { data }: APIMessageApplicationCommandInteraction,
  { messageCommands }: Registry,
): Route {
  const command = messageCommands.get(data.name);
  return {
    kind: 'command',
    command,
    isEphemeral: true,
    async run(caller, context) {
      if (!command) throw unknownCommand();
      const message = targetMessageOf(data);
      return { ...(await command.run({ ...caller, message }, context)), ephemeral: true };
    },
  };
}

function componentRoute(
  interaction: APIMessageComponentInteraction,
  { components }: Registry,
): Route {
  const { data, message } = interaction;
  const [action = '', ...rest] = data.custom_id.split(':');
  const component = components.get(action);
  return {
    kind: 'component',
    command: component?.command,
    isEphemeral: false,
    run(caller, context) {
      if (!component) throw new UserError((t) => t('button.from-before'));
      const values = data.component_type === ComponentType.StringSelect ? data.values : [];
      const isOwn = message.interaction_metadata?.user.id === userOf(interaction).id;
      const isEphemeral = ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
      const state = rest.join(':');
      return component.handle({ ...caller, state, values, isOwn, isEphemeral }, context);
    },
  };
}

/** Discord hides manager commands from others, but servers can override that, so this decides. */
function checkAudience(command: Command, caller: Caller): void {
  if (command.for === 'everyone') return;
  const { name } = command.data;
  serverOf(caller, name);
  if (!caller.isManager) throw new UserError((t) => t('error.managers-only', { command: name }));
}

function unknownCommand(): UserError {
  return new UserError((t) => t('command.unknown'));
}

/** The user's own language, not the server's. */
function translatorOf({ locale }: { locale: string }): Translate {
  return translatorFor(locale);
}
