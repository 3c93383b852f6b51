import { limits } from '../limits.ts';
import { componentOf } from './component-layout.ts';
import type { Path, Report } from './form-errors.ts';
import { all, isRecord, list, type Check } from './shape.ts';

const at = limits.component;

/** Every component in a tree, with its path, outermost first. */
export const walkComponents = function* (
  components: readonly unknown[],
  path: Path,
): Generator<{ component: Record<string, unknown>; path: Path }> {
  for (const [index, component] of components.entries()) {
    if (!isRecord(component)) continue;
    const here = [...path, index];
    yield { component, path: here };
    if (Array.isArray(component.components))
      yield* walkComponents(component.components, [...here, 'components']);
    for (const single of ['accessory', 'component'])
      if (isRecord(component[single]))
        yield { component: component[single], path: [...here, single] };
  }
};

export const uniqueCustomIds = (value: unknown, path: Path, report: Report): void => {
  if (!Array.isArray(value)) return;
  const seen = new Set<unknown>();
  for (const { component, path: here } of walkComponents(value, path)) {
    if (typeof component.custom_id !== 'string') continue;
    if (seen.has(component.custom_id))
      report(
        [...here, 'custom_id'],
        'COMPONENT_CUSTOM_ID_DUPLICATED',
        'Component custom id cannot be duplicated',
      );
    seen.add(component.custom_id);
  }
};

const withinTotal: Check = (value, path, report) => {
  if (Array.isArray(value) && [...walkComponents(value, path)].length > at.total)
    report(
      path,
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components in a message must not exceed ${at.total}`,
    );
};

/** The components of a message: up to five action rows. */
export const legacyComponents: Check = all(
  list(componentOf([1]), { max: at.rows }),
  uniqueCustomIds,
);

/** The components of a message with IS_COMPONENTS_V2. */
export const componentsV2: Check = all(
  list(componentOf([1, 9, 10, 12, 13, 14, 17]), { max: at.total }),
  uniqueCustomIds,
  withinTotal,
);
