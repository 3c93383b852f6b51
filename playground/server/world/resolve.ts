import type { Core } from '../core.ts';
import { omit } from '../omit.ts';
import { guildPermissions, permissionsIn } from '../permissions.ts';
import type { Channel, Guild } from '../state/types.ts';
import { interactionChannelJson } from '../wire/channels.ts';
import { memberJson, roleJson, userJson } from '../wire/users.ts';

/** The objects that an interaction refers to by id, included so that the bot needn't fetch them. */
interface Resolved {
  users?: Record<string, unknown>;
  members?: Record<string, unknown>;
  roles?: Record<string, unknown>;
  channels?: Record<string, unknown>;
}

/** Looks things up as a person names them (`#name`, `@name`, mention or id) and collects them. */
export interface Resolver {
  readonly resolved: Resolved;
  channel: (text: string) => Channel | undefined;
  user: (text: string) => string | undefined;
  role: (text: string) => string | undefined;
}

const idIn = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[1];

/** @param userId the acting user, whose permissions are included with channels */
export const createResolver = (core: Core, guild: Guild | undefined, userId: string): Resolver => {
  const resolved: Resolved = {};

  const noteUser = (id: string): string | undefined => {
    const user = core.state.users.get(id);
    if (user === undefined) return undefined;
    (resolved.users ??= {})[id] = userJson(user);
    const member = guild?.members.get(id);
    if (guild !== undefined && member !== undefined) {
      (resolved.members ??= {})[id] = {
        ...omit(memberJson(member), 'user', 'deaf', 'mute'),
        permissions: guildPermissions(guild, member).toString(),
      };
    }
    return id;
  };

  return {
    resolved,
    channel: (text) => {
      const id = idIn(text, /^(?:<#)?(\d{1,20})>?$/);
      const channels = [...(guild?.channels.values() ?? [])];
      const found = channels.find(
        (channel) => channel.id === id || `#${channel.name}` === text || channel.name === text,
      );
      if (found === undefined) return undefined;
      (resolved.channels ??= {})[found.id] = interactionChannelJson(
        found,
        permissionsIn(core.state, found, userId),
      );
      return found;
    },
    user: (text) => {
      const id = idIn(text, /^(?:<@!?)?(\d{1,20})>?$/);
      const members = [...(guild?.members.values() ?? [])];
      const named = members.find(({ user }) => `@${user.username}` === text)?.user.id;
      return noteUser(id ?? named ?? '');
    },
    role: (text) => {
      const id = idIn(text, /^(?:<@&)?(\d{1,20})>?$/);
      const found = [...(guild?.roles.values() ?? [])].find(
        (role) => role.id === id || `@${role.name}` === text || role.name === text,
      );
      if (found === undefined) return undefined;
      (resolved.roles ??= {})[found.id] = roleJson(found);
      return found.id;
    },
  };
};
