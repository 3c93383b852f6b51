import type { Permission, Reason } from '../delivery/reason.ts';
import type { Translate, Values } from './translate.ts';

/**
 * A reason as a clause without a full stop, such as `the channel is gone`: the catalogue's text
 * `reason.CODE`.
 *
 * @returns plain text that may contain outside text, so cut and escape it before showing it
 */
export function describeReason(t: Translate, reason: Reason): string {
  if (reason.code === 'text') return reason.text;
  return t(`reason.${reason.code}`, valuesOf(t, reason));
}

/** A permission by its name in Discord's settings. */
export function describePermission(t: Translate, permission: Permission): string {
  return t(`permission.${permission}`);
}

/** The reason's own fields, as its text shows them. */
function valuesOf(t: Translate, reason: Reason): Values {
  if ('categories' in reason) return { categories: reason.categories.join(', ') };
  if ('anyOf' in reason) {
    const names = reason.anyOf.map((permission) => describePermission(t, permission));
    const list = new Intl.ListFormat(t.language, { type: 'disjunction' });
    return { permissions: list.format(names) };
  }
  return { ...reason };
}
