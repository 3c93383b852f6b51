import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord.js';
import {
  type Caller,
  type Command,
  type Context,
  type BotServices,
  type MessageCommand,
  type ComponentHandler,
  PRIVATE,
  type Reply,
  serverOf,
  type SlashCommand,
  UserError,
} from '../../command.ts';
import { type Translate, translatorFor } from '../../i18n/translate.ts';
import { answer } from './run-and-reply.ts';
import { messageOf } from './target-message.ts';
import type { InteractionResponder } from './interaction-responder.ts';
import { callerOf, describe, focusedOf, optionsOf, refOf, userOf } from './payload.ts';

interface Parts {
  commands: readonly Command[];
  context: BotServices;
  interactionResponder: InteractionResponder;
  /** Logs an unforeseen error with where it happened; gives the id it was logged under. */
  report: (error: unknown, where: string) => string;
  deferAfterMs?: number;
}

/**
 * Builds the handler of every interaction, as Discord's gateway sends it: finds the command or
 * button in the one list, checks who may use it, and answers. It never rejects: what cannot even be
 * answered is reported.
 */
export function createInteractionHandler(
  parts: Parts,
): (interaction: APIInteraction) => Promise<void> {
  const { commands, interactionResponder, report, context: house } = parts;
  // A typed command and one of a menu may have the same name.
  const byName = new Map<string, SlashCommand>();
  const ofMessages = new Map<string, MessageCommand>();
  const byAction = new Map<string, { command: Command; handle: ComponentHandler }>();
  for (const command of commands) {
    if ('runOn' in command) ofMessages.set(command.data.name, command);
    else byName.set(command.data.name, command);
    for (const [action, handle] of Object.entries(command.components ?? {})) {
      byAction.set(action, { command, handle });
    }
  }

  return async (interaction) => {
    const where = describe(interaction);
    try {
      if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
        await autocomplete(interaction, where);
      } else if (interaction.type === InteractionType.MessageComponent) {
        await press(interaction, where);
      } else if (
        interaction.type === InteractionType.ApplicationCommand &&
        interaction.data.type === ApplicationCommandType.ChatInput
      ) {
        await call(interaction as APIChatInputApplicationCommandInteraction, where);
      } else if (
        interaction.type === InteractionType.ApplicationCommand &&
        interaction.data.type === ApplicationCommandType.Message
      ) {
        await callOn(interaction as APIMessageApplicationCommandInteraction, where);
      }
    } catch (error) {
      // The answer itself failed: expired, answered twice, or Discord is out of reach.
      report(error, where);
    }
  };

  function call(
    interaction: APIChatInputApplicationCommandInteraction,
    where: string,
  ): Promise<void> {
    const command = byName.get(interaction.data.name);
    const options = optionsOf(interaction.data);
    const ephemeral = options[PRIVATE] === true;
    const run = async (caller: Caller, context: Context): Promise<Reply> => {
      if (!command) throw unknownCommand();
      const reply = await command.run({ ...caller, options }, context);
      return ephemeral ? { ...reply, ephemeral } : reply;
    };
    return respond(interaction, where, { kind: 'call', command, ephemeral }, run);
  }

  function callOn(
    interaction: APIMessageApplicationCommandInteraction,
    where: string,
  ): Promise<void> {
    const command = ofMessages.get(interaction.data.name);
    const run = async (caller: Caller, context: Context): Promise<Reply> => {
      if (!command) throw unknownCommand();
      const message = messageOf(interaction.data);
      return { ...(await command.runOn({ ...caller, message }, context)), ephemeral: true };
    };
    return respond(interaction, where, { kind: 'call', command, ephemeral: true }, run);
  }

  function press(interaction: APIMessageComponentInteraction, where: string): Promise<void> {
    const { data, message } = interaction;
    const [action = '', ...rest] = data.custom_id.split(':');
    const found = byAction.get(action);
    const command = found?.command;
    const run = async (caller: Caller, context: Context): Promise<Reply> => {
      if (!found) throw new UserError((t) => t('button.from-before'));
      const values = data.component_type === ComponentType.StringSelect ? data.values : [];
      const isOwn = message.interaction_metadata?.user.id === userOf(interaction).id;
      return found.handle({ ...caller, state: rest.join(':'), values, isOwn }, context);
    };
    return respond(interaction, where, { kind: 'press', command, ephemeral: false }, run);
  }

  function respond(
    interaction:
      | APIChatInputApplicationCommandInteraction
      | APIMessageApplicationCommandInteraction
      | APIMessageComponentInteraction,
    where: string,
    {
      kind,
      command,
      ephemeral,
    }: { kind: 'call' | 'press'; command: Command | undefined; ephemeral: boolean },
    run: (caller: Caller, context: Context) => Promise<Reply>,
  ): Promise<void> {
    const t = sayTo(interaction);
    const question = {
      t,
      ref: refOf(interaction),
      kind,
      deferEphemeral: ephemeral || command?.for === 'manager',
      run: async () => {
        const caller = callerOf(interaction);
        if (command) checkAudience(command, caller);
        return run(caller, { ...house, t });
      },
    };
    return answer(question, {
      interactionResponder,
      report: (error) => report(error, where),
      ...(parts.deferAfterMs === undefined ? {} : { deferAfterMs: parts.deferAfterMs }),
    });
  }

  async function autocomplete(
    interaction: APIApplicationCommandAutocompleteInteraction,
    where: string,
  ): Promise<void> {
    let choices: { name: string; value: string }[] = [];
    try {
      const { name, typed } = focusedOf(interaction.data);
      const context = { ...house, t: sayTo(interaction) };
      choices =
        (await byName.get(interaction.data.name)?.autocomplete?.(name, typed, context)) ?? [];
    } catch (error) {
      // A broken suggestion must not stand in the way of typing on.
      report(error, where);
    }
    await interactionResponder.autocomplete(refOf(interaction), choices);
  }
}

/** Discord hides manager commands from others; a server may have changed that, so it counts here. */
function checkAudience(command: Command, caller: Caller): void {
  if (command.for === 'everyone') return;
  serverOf(caller, command.data.name);
  if (!caller.isManager) {
    const { name } = command.data;
    throw new UserError((t) => t('error.managers-only', { command: name }));
  }
}

function unknownCommand(): UserError {
  return new UserError((t) => t('command.unknown'));
}

/** The words for whoever did it: their own locale, not the server's. */
function sayTo({ locale }: { locale: string }): Translate {
  return translatorFor(locale);
}
