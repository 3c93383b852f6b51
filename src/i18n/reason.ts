import type { Permission, Reason } from '../delivery/reason.ts';
import type { Translate, Values } from './translate.ts';

/**
 * A reason in the reader's language, as a clause without a full stop: `the channel is gone`. Its
 * text is the catalogue's `reason.CODE`.
 *
 * @returns plain text, which may hold outside text: cut and escape it before it is shown
 */
export function describeReason(t: Translate, reason: Reason): string {
  if (reason.code === 'text') return reason.text;
  return t(`reason.${reason.code}`, valuesOf(t, reason));
}

/** A permission as Discord's settings call it in the reader's language. */
export function describePermission(t: Translate, permission: Permission): string {
  return t(`permission.${permission}`);
}

/** What a reason's text has in its braces: the reason's own fields. */
function valuesOf(t: Translate, reason: Reason): Values {
  if ('categories' in reason) return { categories: reason.categories.join(', ') };
  if ('anyOf' in reason) {
    const names = reason.anyOf.map((permission) => describePermission(t, permission));
    const list = new Intl.ListFormat(t.language, { type: 'disjunction' });
    return { permissions: list.format(names) };
  }
  return { ...reason };
}
