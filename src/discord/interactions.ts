import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageComponentInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import {
  type Call,
  type Caller,
  type Command,
  type Context,
  type PressHandler,
  type Reply,
  UserError,
} from '../command.ts';
import { answer } from './answer.ts';
import type { InteractionRef, Outbox } from './outbox.ts';

interface Parts {
  commands: readonly Command[];
  context: Context;
  outbox: Outbox;
  /** Logs an unforeseen error with where it happened; gives the id it was logged under. */
  report: (error: unknown, where: string) => string;
  deferAfterMs?: number;
}

/**
 * Builds the handler of every interaction: finds the command or button in the one list, checks who
 * may use it, and answers. It never rejects: what cannot even be answered is reported.
 */
export function makeInteractionHandler(parts: Parts): (interaction: Interaction) => Promise<void> {
  const { commands, outbox, report, context } = parts;
  const byName = new Map(commands.map((command) => [command.data.name, command]));
  const byAction = new Map<string, { command: Command; handle: PressHandler }>();
  for (const command of commands) {
    for (const [action, handle] of Object.entries(command.presses ?? {})) {
      byAction.set(action, { command, handle });
    }
  }

  return async (interaction) => {
    const where = describe(interaction);
    try {
      if (interaction.isAutocomplete()) await suggest(interaction, where);
      else if (interaction.isChatInputCommand()) await call(interaction, where);
      else if (interaction.isMessageComponent()) await press(interaction, where);
    } catch (error) {
      // The answer itself failed: expired, answered twice, or Discord is out of reach.
      report(error, where);
    }
  };

  function call(interaction: ChatInputCommandInteraction, where: string): Promise<void> {
    const command = byName.get(interaction.commandName);
    return respond(interaction, where, 'call', command, async () => {
      if (!command) throw new UserError(unknownCommand());
      return command.run({ ...callerOf(interaction), options: optionsOf(interaction) }, context);
    });
  }

  function press(interaction: MessageComponentInteraction, where: string): Promise<void> {
    const [action = '', ...rest] = interaction.customId.split(':');
    const found = byAction.get(action);
    return respond(interaction, where, 'press', found?.command, async () => {
      if (!found) {
        throw new UserError('This button is from an earlier version of me and no longer works.');
      }
      const values = interaction.isStringSelectMenu() ? interaction.values : [];
      const isOwn = interaction.message.interactionMetadata?.user.id === interaction.user.id;
      const caller = callerOf(interaction);
      return found.handle({ ...caller, state: rest.join(':'), values, isOwn }, context);
    });
  }

  function respond(
    interaction: ChatInputCommandInteraction | MessageComponentInteraction,
    where: string,
    kind: 'call' | 'press',
    command: Command | undefined,
    run: () => Promise<Reply>,
  ): Promise<void> {
    const question = {
      ref: refOf(interaction),
      kind,
      latePrivate: command?.for === 'manager',
      run: () => {
        if (command) checkAudience(command, callerOf(interaction));
        return run();
      },
    };
    return answer(
      { ...question, run: async () => question.run() },
      {
        outbox,
        report: (error) => report(error, where),
        ...(parts.deferAfterMs === undefined ? {} : { deferAfterMs: parts.deferAfterMs }),
      },
    );
  }

  async function suggest(interaction: AutocompleteInteraction, where: string): Promise<void> {
    const { name, value } = interaction.options.getFocused(true);
    let choices: { name: string; value: string }[] = [];
    try {
      choices = byName.get(interaction.commandName)?.suggest?.(name, value, context) ?? [];
    } catch (error) {
      // A broken suggestion must not stand in the way of typing on.
      report(error, where);
    }
    await outbox.suggest(refOf(interaction), choices);
  }
}

/** Discord hides manager commands from others; a server may have changed that, so it counts here. */
function checkAudience(command: Command, caller: Caller): void {
  if (command.for === 'everyone') return;
  if (caller.guildId === undefined) {
    throw new UserError(`\`/${command.data.name}\` works in a server only.`);
  }
  if (!caller.isManager) {
    throw new UserError(
      `\`/${command.data.name}\` is for members with the **Manage Server** permission. ` +
        'Ask one of them.',
    );
  }
}

function unknownCommand(): string {
  return 'I do not know this command any more. Restarting Discord brings the current list; `/help` shows it too.';
}

function refOf({ id, token, applicationId }: InteractionRef): InteractionRef {
  return { id, token, applicationId };
}

function callerOf(interaction: ChatInputCommandInteraction | MessageComponentInteraction): Caller {
  return {
    userId: interaction.user.id,
    guildId: interaction.guildId ?? undefined,
    channelId: interaction.channelId,
    isManager: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  };
}

function optionsOf(interaction: ChatInputCommandInteraction): Call['options'] {
  const options: Record<string, string | number | boolean> = {};
  for (const { name, value } of interaction.options.data) {
    if (value !== undefined) options[name] = value;
  }
  return options;
}

/** What happened, for the log: the command or button, never what was typed. */
function describe(interaction: Interaction): string {
  if (interaction.isCommand() || interaction.isAutocomplete()) return `/${interaction.commandName}`;
  if (interaction.isMessageComponent()) return `button ${interaction.customId.split(':')[0] ?? ''}`;
  return 'interaction';
}
