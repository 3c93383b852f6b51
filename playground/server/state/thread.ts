import type { Core } from '../core.ts';
import type { Channel, Thread, User } from './types.ts';

/** The writes that create and change threads. */

const stamp = (core: Core): string => new Date(core.now()).toISOString();

export const newThread = (core: Core, owner: User, options: Partial<Thread> = {}): Thread => ({
  archived: false,
  locked: false,
  ownerId: owner.id,
  createdAt: stamp(core),
  changedAt: stamp(core),
  autoArchiveMinutes: 1440,
  slowmodeSeconds: 0,
  tags: [],
  members: new Map([[owner.id, { joinedAt: stamp(core), isBot: owner.bot }]]),
  ...options,
});

/** Changes a thread and emits the event. */
export const changeThread = (
  core: Core,
  channel: Channel,
  thread: Thread,
  change: Partial<Thread>,
): void => {
  const isMoved = change.archived !== undefined || change.locked !== undefined;
  Object.assign(thread, change, isMoved ? { changedAt: stamp(core) } : {});
  core.bus.emit({ type: 'channel-update', channel });
};

/** Archives a thread without recent messages, as Discord does sooner or later. */
export const archiveIfIdle = (core: Core, channel: Channel): void => {
  const { thread } = channel;
  if (thread === null || thread.archived) return;
  const last = channel.messages.at(-1)?.raw.timestamp ?? thread.createdAt;
  const since = Math.max(Date.parse(last), Date.parse(thread.changedAt));
  if (core.now() - since >= thread.autoArchiveMinutes * 60_000)
    changeThread(core, channel, thread, { archived: true });
};

/** @returns whether anything changed */
export const joinThread = (core: Core, channel: Channel, user: User): boolean => {
  const { thread } = channel;
  if (thread === null || thread.members.has(user.id)) return false;
  thread.members.set(user.id, { joinedAt: stamp(core), isBot: user.bot });
  core.bus.emit({ type: 'thread-member', channel, userId: user.id, joined: true });
  return true;
};

export const leaveThread = (core: Core, channel: Channel, userId: string): void => {
  if (channel.thread?.members.delete(userId) === true)
    core.bus.emit({ type: 'thread-member', channel, userId, joined: false });
};
