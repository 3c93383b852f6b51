import type { APIAllowedMentions } from 'discord.js';

/** Who can be mentioned, and what the author may do. */
export interface MentionScope {
  isUser: (id: string) => boolean;
  /** undefined if there's no such role. */
  role: (id: string) => { mentionable: boolean } | undefined;
  mayMentionEveryone: boolean;
  /** The author of the message replied to. */
  repliedTo: string | null;
}

export interface Mentions {
  everyone: boolean;
  users: string[];
  roles: string[];
}

/** Mentions inside code don't count. */
const withoutCode = (content: string): string =>
  content.replace(/(`{3,})[^]*?\1|(`{1,2})[^`\n][^]*?\2/g, ' ');

const idsIn = (content: string, pattern: RegExp): string[] => [
  ...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? '')),
];

/**
 * Who a message pings: the mentions in its content, as far as `allowed_mentions` allows. Without
 * `allowed_mentions` all of them count, which is Discord's default and a bot's typical accident.
 */
export const mentionsIn = (
  content: string,
  allowed: APIAllowedMentions | null | undefined,
  scope: MentionScope,
): Mentions => {
  const spoken = withoutCode(content);
  const allows = (kind: 'users' | 'roles', id: string): boolean =>
    !allowed ||
    (allowed.parse as string[] | undefined)?.includes(kind) === true ||
    allowed[kind]?.includes(id) === true;
  const everyoneAllowed =
    !allowed || (allowed.parse as string[] | undefined)?.includes('everyone') === true;

  const users = idsIn(spoken, /<@!?(\d{1,20})>/g).filter(
    (id) => scope.isUser(id) && allows('users', id),
  );
  const repliedUser = allowed?.replied_user ?? !allowed;
  if (scope.repliedTo !== null && repliedUser && !users.includes(scope.repliedTo))
    users.push(scope.repliedTo);
  return {
    everyone: everyoneAllowed && scope.mayMentionEveryone && /@(everyone|here)\b/.test(spoken),
    users,
    roles: idsIn(spoken, /<@&(\d{1,20})>/g).filter((id) => {
      const role = scope.role(id);
      return (
        role !== undefined && (role.mentionable || scope.mayMentionEveryone) && allows('roles', id)
      );
    }),
  };
};
