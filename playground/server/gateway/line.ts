import type { WebSocket } from 'ws';

/** A WebSocket as the gateway uses it: it can be silenced without being closed. */
export interface Line {
  send: (text: string) => void;
  /** Stops sending anything, events and ACKs alike. The connection stays open. */
  silence: () => void;
  close: (code: number, why?: string) => void;
  /** Cuts the connection, without a close frame. */
  cut: () => void;
}

export const createLine = (socket: WebSocket): Line => {
  let isSilent = false;
  return {
    send: (text) => {
      if (!isSilent) socket.send(text);
    },
    silence: () => {
      isSilent = true;
    },
    close: (code, why) => socket.close(code, why?.slice(0, 120)),
    cut: () => socket.terminate(),
  };
};

/** A payload that isn't an event and so has no sequence number. */
export const control = (op: number, d: unknown = null): string =>
  JSON.stringify({ op, d, s: null, t: null });
