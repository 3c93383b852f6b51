import { limits } from '../limits.ts';
import { boolean, list, object, oneOf, snowflake, type Check } from './shape.ts';

const exclusive: Check = (value, at, report) => {
  const mentions = value as Record<string, unknown>;
  const parse = Array.isArray(mentions.parse) ? (mentions.parse as unknown[]) : [];
  for (const kind of ['users', 'roles'] as const) {
    const named = mentions[kind];
    if (parse.includes(kind) && Array.isArray(named) && named.length > 0)
      report(
        [...at, 'parse'],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
  }
};

const mentionFields = object({
  parse: list(oneOf(['users', 'roles', 'everyone'])),
  users: list(snowflake, { max: limits.allowedMentions.users }),
  roles: list(snowflake, { max: limits.allowedMentions.roles }),
  replied_user: boolean,
});

/** Checks who a message may ping. A kind in `parse` and ids of the same kind exclude each other. */
export const allowedMentions: Check = (value, at, report) => {
  mentionFields(value, at, report);
  if (typeof value === 'object' && value !== null) exclusive(value, at, report);
};
