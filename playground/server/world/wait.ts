import { InteractionResponseType as Type, MessageFlags } from 'discord.js';
import type { StateChange } from '../bus.ts';
import type { Core } from '../core.ts';
import { limits } from '../limits.ts';
import type { Interaction, Message } from '../state/types.ts';
import type { ModalForm } from '../validate/interaction.ts';
import { PersonError } from './person-error.ts';
import { seenMessage, seenModal, type Seen } from './seen.ts';

/** How long a person waits for a deferred reply by default, in real milliseconds. */
export const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 20;

/**
 * Waits until something happens.
 *
 * @param probe called with each event; a value other than undefined is the result
 * @param giveUp called now and then; if it returns a reason, waiting ends with it
 */
const waitFor = <T>(
  core: Core,
  probe: (change: StateChange) => T | undefined,
  giveUp: () => string | undefined,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const finish = () => {
      clearInterval(timer);
      stop();
    };
    const stop = core.bus.on((change) => {
      const result = probe(change);
      if (result === undefined) return;
      finish();
      resolve(result);
    });
    const timer = setInterval(() => {
      const reason = core.isClosed() ? 'The playground was closed' : giveUp();
      if (reason === undefined) return;
      finish();
      reject(new PersonError(reason));
    }, LOOK_EVERY_MS);
  });

const sentence = (interaction: Interaction): string =>
  interaction.type === 3
    ? 'This interaction failed'
    : interaction.type === 4
      ? 'Loading options failed'
      : 'The application did not respond';

/**
 * Waits for the first response: 3 s on the server's clock, like Discord, and at most `timeoutMs` of
 * real time, in case the clock stands still.
 */
export const firstAnswer = async (
  core: Core,
  interaction: Interaction,
  timeoutMs: number,
): Promise<Type | undefined> => {
  const startedAt = performance.now();
  if (interaction.answer === null)
    await waitFor(
      core,
      (change) =>
        change.type === 'answer' && change.interaction === interaction ? true : undefined,
      () =>
        core.now() - interaction.createdAt > limits.interaction.answerMs ||
        performance.now() - startedAt > timeoutMs
          ? sentence(interaction)
          : undefined,
    );
  return interaction.answer?.type;
};

const isLoading = (message: Message): boolean =>
  ((message.raw.flags ?? 0) & MessageFlags.Loading) !== 0;

/** The message that an event of a deferred interaction makes visible. */
const messageShownBy = (interaction: Interaction, change: StateChange): Message | undefined => {
  if (change.type !== 'message-update' && change.type !== 'message-create') return undefined;
  const { message } = change;
  const own = message === interaction.original || message.interaction === interaction;
  return own && !isLoading(message) ? message : undefined;
};

/**
 * Waits for what a person first sees of the bot's reply: a message, a changed message or a modal;
 * after a deferred reply, the message that replaces it.
 *
 * @throws PersonError with Discord's message if nothing comes
 */
export const firstReply = async (
  core: Core,
  interaction: Interaction,
  timeoutMs = PATIENCE_MS,
): Promise<Seen> => {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const type = await firstAnswer(core, interaction, timeoutMs);
  const { original } = interaction;
  if (type === Type.Modal) {
    const { data } = interaction.answer as unknown as { data: ModalForm };
    return seenModal(interaction, data, core.state.bot, elapsed());
  }
  const deferred =
    type === Type.DeferredChannelMessageWithSource || type === Type.DeferredMessageUpdate;
  if (!deferred && original !== null) return seenMessage(original, { answeredInMs: elapsed() });
  const message = await waitFor(
    core,
    (change) => messageShownBy(interaction, change),
    () =>
      elapsed() > timeoutMs
        ? type === Type.DeferredMessageUpdate
          ? 'The message did not change'
          : 'The application is still thinking'
        : undefined,
  );
  return seenMessage(message, { deferred, answeredInMs: elapsed() });
};
