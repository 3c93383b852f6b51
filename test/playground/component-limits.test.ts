import { test } from 'vitest';
import {
  between,
  expectLimit,
  max,
  type MessageLimit,
  missing,
  times,
  x,
} from './message-limit.ts';

const button = (fields: object = {}) => ({
  type: 2,
  style: 1,
  label: 'L',
  custom_id: 'b',
  ...fields,
});
const option = (n: number, fields: object = {}) => ({ label: `l${n}`, value: `v${n}`, ...fields });
const select = (fields: object = {}) => ({
  type: 3,
  custom_id: 's',
  options: [option(0)],
  ...fields,
});
const row = (...components: object[]) => ({ type: 1, components });
const used = (...components: object[]) => ({ content: 'x', components: [row(...components)] });
const v2 = (...components: object[]) => ({ flags: 1 << 15, components });
const display = (content = 'text') => ({ type: 10, content });

const limits: MessageLimit[] = [
  [
    '5 rows',
    { content: 'x', components: times(5, (n) => row(button({ custom_id: `${n}` }))) },
    { content: 'x', components: times(6, (n) => row(button({ custom_id: `${n}` }))) },
    'components',
    max,
  ],
  [
    '5 buttons',
    used(...times(5, (n) => button({ custom_id: `${n}` }))),
    used(...times(6, (n) => button({ custom_id: `${n}` }))),
    'components.0.components',
    between,
  ],
  ['a row with something in it', used(button()), used(), 'components.0.components', between],
  [
    'a select that is alone',
    used(select()),
    used(button(), select()),
    'components.0.components.1',
    'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
  ],
  [
    'a custom_id of 100',
    used(button({ custom_id: x(100) })),
    used(button({ custom_id: x(101) })),
    'components.0.components.0.custom_id',
    between,
  ],
  [
    'a custom_id',
    used(button()),
    used(button({ custom_id: undefined })),
    'components.0.components.0.custom_id',
    missing,
  ],
  [
    'different custom_ids',
    used(button(), button({ custom_id: 'c' })),
    used(button(), button()),
    'components.0.components.1.custom_id',
    'COMPONENT_CUSTOM_ID_DUPLICATED',
  ],
  [
    'a label of 80',
    used(button({ label: x(80) })),
    used(button({ label: x(81) })),
    'components.0.components.0.label',
    max,
  ],
  [
    'a label or an emoji',
    used(button({ label: undefined, emoji: { name: '📄' } })),
    used(button({ label: undefined })),
    'components.0.components.0',
    'BUTTON_COMPONENT_INVALID_BUTTON_LABEL',
  ],
  [
    'a link’s address',
    used({ type: 2, style: 5, label: 'L', url: 'https://a.b' }),
    used({ type: 2, style: 5, label: 'L' }),
    'components.0.components.0.url',
    missing,
  ],
  [
    'a link’s address of 512',
    used({ type: 2, style: 5, label: 'L', url: `https://a.b/${x(500)}` }),
    used({ type: 2, style: 5, label: 'L', url: `https://a.b/${x(501)}` }),
    'components.0.components.0.url',
    max,
  ],
  [
    'a link without custom_id',
    used({ type: 2, style: 5, label: 'L', url: 'https://a.b' }),
    used({ type: 2, style: 5, label: 'L', url: 'https://a.b', custom_id: 'c' }),
    'components.0.components.0.custom_id',
    'BUTTON_COMPONENT_FIELD_NOT_ALLOWED',
  ],
  [
    '25 options',
    used(select({ options: times(25, option) })),
    used(select({ options: times(26, option) })),
    'components.0.components.0.options',
    between,
  ],
  [
    'some options',
    used(select()),
    used(select({ options: [] })),
    'components.0.components.0.options',
    between,
  ],
  [
    'an option label of 100',
    used(select({ options: [option(0, { label: x(100) })] })),
    used(select({ options: [option(0, { label: x(101) })] })),
    'components.0.components.0.options.0.label',
    between,
  ],
  [
    'an option value of 100',
    used(select({ options: [option(0, { value: x(100) })] })),
    used(select({ options: [option(0, { value: x(101) })] })),
    'components.0.components.0.options.0.value',
    between,
  ],
  [
    'an option description of 100',
    used(select({ options: [option(0, { description: x(100) })] })),
    used(select({ options: [option(0, { description: x(101) })] })),
    'components.0.components.0.options.0.description',
    max,
  ],
  [
    'different option values',
    used(select({ options: [option(0), option(1)] })),
    used(select({ options: [option(0), option(0)] })),
    'components.0.components.0.options.1',
    'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
  ],
  [
    'a placeholder of 150',
    used(select({ placeholder: x(150) })),
    used(select({ placeholder: x(151) })),
    'components.0.components.0.placeholder',
    max,
  ],
  [
    'min_values of 25',
    used(select({ min_values: 0 })),
    used(select({ min_values: 26 })),
    'components.0.components.0.min_values',
    'NUMBER_TYPE_MAX',
  ],
  [
    'max_values from 1',
    used(select({ max_values: 25 })),
    used(select({ max_values: 0 })),
    'components.0.components.0.max_values',
    'NUMBER_TYPE_MIN',
  ],
  [
    'a row outside',
    used(button()),
    { content: 'x', components: [button()] },
    'components.0.type',
    'BASE_TYPE_CHOICES',
  ],
  [
    'Components V2 with its flag',
    v2(display()),
    { content: 'x', components: [display()] },
    'components.0.type',
    'BASE_TYPE_CHOICES',
  ],
  [
    'Components V2 without content',
    v2(display()),
    { ...v2(display()), content: 'x' },
    'content',
    'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
  ],
  [
    '40 components in all',
    v2({ type: 17, components: times(39, () => display()) }),
    v2({ type: 17, components: times(40, () => display()) }),
    'components',
    'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
  ],
  [
    'a text display of 4,000',
    v2(display(x(4000))),
    v2(display(x(4001))),
    'components.0.content',
    between,
  ],
  [
    'a section of 3 texts',
    v2({ type: 9, components: times(3, () => display()), accessory: button() }),
    v2({ type: 9, components: times(4, () => display()), accessory: button() }),
    'components.0.components',
    between,
  ],
  [
    'a gallery of 10',
    v2({ type: 12, items: times(10, () => ({ media: { url: 'https://a.b/c.png' } })) }),
    v2({ type: 12, items: times(11, () => ({ media: { url: 'https://a.b/c.png' } })) }),
    'components.0.items',
    between,
  ],
];

test.each(limits)('Create Message holds to %s', expectLimit);
