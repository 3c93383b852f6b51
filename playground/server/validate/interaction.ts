import { ApplicationCommandOptionType, ComponentType } from 'discord.js';
import { limits } from '../limits.ts';
import { componentRule } from './component-rules.ts';
import { uniqueCustomIds } from './components.ts';
import { createFormErrors, type Path } from './form-errors.ts';
import {
  all,
  boolean,
  ignored,
  integer,
  isRecord,
  list,
  needed,
  number,
  object,
  oneOf,
  record,
  text,
  type Check,
} from './shape.ts';

const at = limits.autocomplete;

const choiceValue = (optionType: number | null): Check =>
  optionType === ApplicationCommandOptionType.Integer
    ? integer()
    : optionType === ApplicationCommandOptionType.Number
      ? number
      : text({ min: 1, max: at.value });

/**
 * The data of an autocomplete response (type 8).
 *
 * @param optionType the type of the option being typed, which the values must have
 * @throws ApiError 50035
 */
export const readChoices = (data: unknown, optionType: number | null, path: Path) => {
  const errors = createFormErrors();
  const choice = object({
    name: needed(text({ min: 1, max: at.name })),
    name_localizations: record(text({ min: 1, max: at.name })),
    value: needed(choiceValue(optionType)),
  });
  object({ choices: needed(list(choice, { max: at.choices })) })(data, path, errors.report);
  errors.throwIfAny();
  return (data as { choices: { name: string; value: string | number }[] }).choices;
};

const modal = limits.modal;
const customId = needed(text({ min: 1, max: limits.component.customId }));

const textInput = (labelled: boolean): Check =>
  object({
    type: needed(oneOf([ComponentType.TextInput])),
    id: integer(),
    custom_id: customId,
    style: needed(oneOf([1, 2])),
    ...(labelled ? {} : { label: needed(text({ min: 1, max: modal.inputLabel })) }),
    min_length: integer({ min: 0, max: modal.inputValue }),
    max_length: integer({ min: 1, max: modal.inputValue }),
    required: boolean,
    value: text({ max: modal.inputValue }),
    placeholder: text({ max: modal.inputPlaceholder }),
  });

const insideLabel: Check = (value, path, report) => {
  const type = isRecord(value) ? (value.type as ComponentType) : undefined;
  const check =
    type === ComponentType.TextInput
      ? textInput(true)
      : type !== undefined && [3, 5, 6, 7, 8].includes(type)
        ? componentRule(type)
        : undefined;
  (check ?? object({ type: oneOf([3, 4, 5, 6, 7, 8]) }))(value, path, report);
};

const topLevel: Check = (value, path, report) => {
  const type = isRecord(value) ? value.type : undefined;
  const kind = { type: needed(ignored), id: integer() };
  if (type === ComponentType.ActionRow)
    object({ ...kind, components: needed(list(textInput(false), { min: 1, max: 1 })) })(
      value,
      path,
      report,
    );
  else if (type === ComponentType.Label)
    object({
      ...kind,
      label: needed(text({ min: 1, max: modal.labelText })),
      description: text({ max: modal.labelDescription }),
      component: needed(insideLabel),
    })(value, path, report);
  else if (type === ComponentType.TextDisplay)
    componentRule(ComponentType.TextDisplay)?.(value, path, report);
  else oneOf([1, 10, 18])(type ?? 'nothing', [...path, 'type'], report);
};

export interface ModalForm {
  custom_id: string;
  title: string;
  components: Record<string, unknown>[];
}

/** The data of a modal (type 9). @throws ApiError 50035 */
export const readModal = (data: unknown, path: Path): ModalForm => {
  const errors = createFormErrors();
  object({
    custom_id: customId,
    title: needed(text({ min: 1, max: modal.title })),
    components: needed(all(list(topLevel, { min: 1, max: modal.components }), uniqueCustomIds)),
  })(data, path, errors.report);
  errors.throwIfAny();
  return data as ModalForm;
};
