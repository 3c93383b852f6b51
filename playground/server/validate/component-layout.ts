import { ComponentType } from 'discord.js';
import { limits } from '../limits.ts';
import { componentRule, id, type } from './component-rules.ts';
import {
  all,
  boolean,
  integer,
  isRecord,
  list,
  needed,
  object,
  oneOf,
  type Check,
} from './shape.ts';

const at = limits.component;

const selects: readonly number[] = [3, 5, 6, 7, 8];

/** Checks a component of one of the given types by that type's own rule. */
export const componentOf =
  (types: readonly number[]): Check =>
  (value, path, report) => {
    if (!isRecord(value)) {
      report(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    const before = types.includes(value.type as number);
    const check = before
      ? (containers[value.type as number] ?? componentRule(value.type as number))
      : undefined;
    if (check === undefined) oneOf(types)(value.type ?? 'nothing', [...path, 'type'], report);
    else check(value, path, report);
  };

const rowWidth: Check = (value, path, report) => {
  const inner = isRecord(value) && Array.isArray(value.components) ? value.components : [];
  // A select is as wide as five buttons.
  let width = 0;
  inner.forEach((component: unknown, index) => {
    width += isRecord(component) && selects.includes(component.type as number) ? 5 : 1;
    if (width > at.buttonsPerRow)
      report(
        [...path, 'components', index],
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The specified component exceeds the maximum width',
      );
  });
};

const row = all(
  object({
    type,
    id,
    components: needed(list(componentOf([2, ...selects]), { min: 1, max: at.buttonsPerRow })),
  }),
  rowWidth,
);

const containers: Partial<Record<number, Check>> = {
  [ComponentType.ActionRow]: row,
  [ComponentType.Section]: object({
    type,
    id,
    components: needed(list(componentOf([10]), { min: 1, max: at.sectionTexts })),
    accessory: needed(componentOf([2, 11])),
  }),
  [ComponentType.Container]: object({
    type,
    id,
    accent_color: integer({ min: 0, max: 0xffffff }),
    spoiler: boolean,
    components: needed(
      list((value, path, report) => componentOf([1, 9, 10, 12, 13, 14])(value, path, report), {
        min: 1,
        max: at.total,
      }),
    ),
  }),
};
