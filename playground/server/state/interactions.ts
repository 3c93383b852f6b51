import { randomBytes } from 'node:crypto';
import { PermissionFlagsBits } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { limits } from '../limits.ts';
import { can } from '../permissions.ts';
import { isUserOnly } from './installs.ts';
import type { Channel, Interaction, Message, Owners, User } from './types.ts';

interface Opening {
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
  /** The payload, without the interaction's own id, token, application and version. */
  payload: Record<string, unknown>;
}

const forgetExpired = (core: Core): void => {
  for (const [token, { createdAt }] of core.state.interactions) {
    // Kept for a while after they expire, so that the error is "expired" and not "unknown".
    if (core.now() - createdAt < 2 * limits.interaction.tokenMs) return;
    core.state.interactions.delete(token);
  }
};

/** A user-installed application responds in private where the user may not use external apps. */
const isPrivateTo = (core: Core, { owners, user, channel }: Opening): boolean =>
  channel.guildId !== null &&
  isUserOnly(owners) &&
  !can(core.state, channel, user.id, PermissionFlagsBits.UseExternalApps);

/** Opens an interaction for a command or component that a person used, and sends it to the bot. */
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
 * The interaction that a first response is for.
 *
 * @throws ApiError 10062 if it's unknown or older than 3 s, 40060 if it already has a response
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
 * The interaction of a webhook token, for edits and follow-ups after the first response.
 *
 * @throws ApiError 10015 before there is a response, 50027 after 15 minutes or for an unknown token
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
