import { randomBytes } from 'node:crypto';
import { PermissionFlagsBits } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { limits } from '../limits.ts';
import { can } from '../permissions.ts';
import { isUserOnly } from './installs.ts';
import type { Channel, Interaction, Message, Owners, User } from './types.ts';

export interface Opening {
  type: Interaction['type'];
  user: User;
  channel: Channel;
  owners: Owners;
  commandName?: string;
  commandType?: number;
  targetId?: string;
  optionType?: number;
  source?: Message | null;
  parent?: Interaction | null;
  /** The payload, but for what the interaction itself brings: id, token, application, version. */
  payload: Record<string, unknown>;
}

const forgetExpired = (core: Core): void => {
  for (const [token, { createdAt }] of core.state.interactions) {
    // Kept a while beyond their end, so that the answer is "expired" and not "never heard of".
    if (core.now() - createdAt < 2 * limits.interaction.tokenMs) return;
    core.state.interactions.delete(token);
  }
};

/** An application that only its user brought along answers in private where they may not bring any. */
const isPrivateTo = (core: Core, { owners, user, channel }: Opening): boolean =>
  channel.guildId !== null &&
  isUserOnly(owners) &&
  !can(core.state, channel, user.id, PermissionFlagsBits.UseExternalApps);

/** A person has used a command or a component: sends it to the bot. */
export const openInteraction = (core: Core, opening: Opening): Interaction => {
  forgetExpired(core);
  const id = core.nextId();
  const token = `aW50ZXJhY3Rpb24${randomBytes(96).toString('base64url')}`;
  const interaction: Interaction = {
    id,
    token,
    type: opening.type,
    createdAt: core.now(),
    user: opening.user,
    channel: opening.channel,
    owners: opening.owners,
    commandName: opening.commandName ?? null,
    commandType: opening.commandType ?? null,
    targetId: opening.targetId ?? null,
    isPrivate: isPrivateTo(core, opening),
    followUps: 0,
    optionType: opening.optionType ?? null,
    source: opening.source ?? null,
    parent: opening.parent ?? null,
    payload: {
      id,
      application_id: core.state.application.id,
      type: opening.type,
      token,
      version: 1,
      ...opening.payload,
    },
    answer: null,
    original: null,
  };
  core.state.interactions.set(token, interaction);
  core.bus.emit({ type: 'interaction', interaction });
  return interaction;
};

/**
 * The interaction that a first answer is for.
 *
 * @throws ApiError 10062 when it is unknown or older than 3 s, 40060 when it has an answer already
 */
export const answerable = (core: Core, id: string, token: string): Interaction => {
  const interaction = core.state.interactions.get(token);
  if (interaction?.id !== id) throw refuse('unknownInteraction');
  if (interaction.answer !== null) throw refuse('alreadyAcknowledged');
  if (core.now() - interaction.createdAt > limits.interaction.answerMs)
    throw refuse('unknownInteraction');
  return interaction;
};

/**
 * The interaction behind a webhook's token: for edits and follow-ups, after the first answer.
 *
 * @throws ApiError 10015 before there is an answer, 50027 after 15 minutes or for an unknown token
 */
export const answered = (core: Core, applicationId: string, token: string): Interaction => {
  if (applicationId !== core.state.application.id) throw refuse('unknownWebhook');
  const interaction = core.state.interactions.get(token);
  if (interaction === undefined) throw refuse('invalidWebhookToken');
  if (core.now() - interaction.createdAt > limits.interaction.tokenMs)
    throw refuse('invalidWebhookToken');
  if (interaction.answer === null) throw refuse('unknownWebhook');
  return interaction;
};
