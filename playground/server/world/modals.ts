import { ComponentType, InteractionResponseType } from 'discord.js';
import type { Core } from '../core.ts';
import { limits } from '../limits.ts';
import { openInteraction } from '../state/interactions.ts';
import type { Interaction, User } from '../state/types.ts';
import type { ModalForm } from '../validate/interaction.ts';
import { isRecord } from '../validate/shape.ts';
import { interactionContext } from './payload.ts';
import { PersonError } from './person-error.ts';
import type { Seen } from './seen.ts';
import { firstReply } from './wait.ts';

/** The values of a modal by custom_id: text, or the values of a select menu. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

interface Input {
  type: ComponentType;
  id?: number;
  custom_id: string;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  value?: string;
  options?: { value: string }[];
}

const fillText = (input: Input, values: FormValues) => {
  const value = values[input.custom_id] ?? input.value ?? '';
  if (typeof value !== 'string') throw new PersonError(`${input.custom_id} takes text`);
  const { required = true, min_length: min = 0, max_length: max = limits.modal.inputValue } = input;
  if (required && value === '') throw new PersonError(`${input.custom_id} must be filled in`);
  if (value !== '' && (value.length < min || value.length > max))
    throw new PersonError(`${input.custom_id} takes ${min} to ${max} characters`);
  return { type: input.type, id: input.id ?? 0, custom_id: input.custom_id, value };
};

const fillSelect = (input: Input, values: FormValues) => {
  const chosen = [values[input.custom_id] ?? []].flat();
  for (const value of chosen)
    if (input.options?.some((option) => option.value === value) !== true)
      throw new PersonError(`${input.custom_id} has no option "${value}"`);
  if (input.required !== false && chosen.length === 0)
    throw new PersonError(`${input.custom_id} must be chosen`);
  return { type: input.type, id: input.id ?? 0, custom_id: input.custom_id, values: chosen };
};

const fillInput = (input: Input, values: FormValues) => {
  if (input.type === ComponentType.TextInput) return fillText(input, values);
  if (input.type === ComponentType.StringSelect) return fillSelect(input, values);
  throw new PersonError(`The playground cannot fill in a component of type ${input.type}`);
};

const filled = (form: ModalForm, values: FormValues): unknown[] =>
  form.components.flatMap((component) => {
    const { type, id = 0 } = component;
    if (isRecord(component.component))
      return [{ type, id, component: fillInput(component.component as unknown as Input, values) }];
    if (Array.isArray(component.components))
      return [
        {
          type,
          id,
          components: (component.components as Input[]).map((input) => fillInput(input, values)),
        },
      ];
    return [{ type, id }];
  });

const opened = (core: Core, user: User, id: string): Interaction => {
  const interaction = [...core.state.interactions.values()].find((other) => other.id === id);
  if (interaction?.user !== user || interaction.answer?.type !== InteractionResponseType.Modal)
    throw new PersonError(`${user.username} has no such form open`);
  return interaction;
};

/** Fills in and submits a modal. `interactionId` is that of the interaction that opened it. */
export const fillModal = async (
  core: Core,
  user: User,
  interactionId: string,
  values: FormValues,
  timeoutMs?: number,
): Promise<Seen> => {
  core.transcript.add('person', `${user.username} fills in a form`, values);
  const parent = opened(core, user, interactionId);
  const { data: form } = parent.answer as unknown as { data: ModalForm };
  const { channel, source, owners } = parent;
  const interaction = openInteraction(core, {
    type: 5,
    user,
    channel,
    owners,
    source,
    parent,
    payload: {
      ...interactionContext(core, user, channel, owners),
      data: { custom_id: form.custom_id, components: filled(form, values) },
      ...(source === null ? {} : { message: structuredClone(source.raw) }),
    },
  });
  return firstReply(core, interaction, timeoutMs);
};
