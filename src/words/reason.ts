import type { Permission, Reason } from '../delivery/reason.ts';
import type { Say } from './say.ts';

/**
 * A reason in the reader's language, as a clause without a full stop: `the channel is gone`.
 *
 * @returns plain text, which may hold outside text: cut and escape it before it is shown
 */
export function describeReason(say: Say, reason: Reason): string {
  switch (reason.code) {
    case 'text':
      return reason.text;
    case 'no-paper-in':
      return say('reason.no-paper-in', { categories: reason.categories.join(', ') });
    case 'missing-permission': {
      const names = reason.anyOf.map((permission) => describePermission(say, permission));
      const list = new Intl.ListFormat(say.language, { type: 'disjunction' });
      return say('reason.missing-permission', { permissions: list.format(names) });
    }
    case 'discord':
      return say('reason.discord', { message: reason.message });
    case 'discord-status':
      return say('reason.discord-status', { status: reason.status });
    case 'discord-unreadable':
      return say('reason.discord-unreadable', { status: reason.status });
    case 'timeout':
      return say('reason.timeout', { seconds: reason.seconds });
    default:
      return say(`reason.${reason.code}`);
  }
}

/** A permission as Discord's settings call it in the reader's language. */
export function describePermission(say: Say, permission: Permission): string {
  return say(`permission.${permission}`);
}
