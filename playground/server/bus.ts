import type { Channel, Guild, Interaction, Member, Message, Role, User } from './state/types.ts';

/**
 * Everything that can happen on this Discord. Each write to the state emits one event here, to
 * which the gateway, the page and waiting people all listen, so that a REST response and a gateway
 * event can't differ.
 */
export type StateChange =
  | { type: 'message-create'; channel: Channel; message: Message; nonce?: string | number }
  | { type: 'message-update' | 'message-delete'; channel: Channel; message: Message }
  | { type: 'channel-create' | 'channel-update' | 'channel-delete'; channel: Channel }
  | { type: 'thread-member'; channel: Channel; userId: string; joined: boolean }
  | { type: 'guild-create'; guild: Guild }
  | { type: 'guild-delete'; guild: Guild; unavailable: boolean }
  | { type: 'role-create' | 'role-update'; guild: Guild; role: Role }
  | { type: 'member-add'; guild: Guild; member: Member }
  | { type: 'member-update'; guild: Guild; member: Member }
  | { type: 'typing'; channel: Channel; user: User; at: number }
  | { type: 'interaction'; interaction: Interaction }
  | { type: 'answer'; interaction: Interaction }
  | { type: 'commands' }
  | { type: 'online'; online: boolean };

type Listener = (change: StateChange) => void;

export interface Bus {
  emit: (change: StateChange) => void;
  /** @returns stops listening */
  on: (listener: Listener) => () => void;
}

export const createBus = (): Bus => {
  const listeners = new Set<Listener>();
  return {
    emit: (change) => {
      for (const listener of [...listeners]) listener(change);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
