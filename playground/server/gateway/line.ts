import type { WebSocket } from 'ws';

/** One WebSocket, as the gateway uses it: it can be made to fall silent without being closed. */
export interface Line {
  send: (text: string) => void;
  /** From now on nothing is sent any more: no event, no ACK. The connection stays open. */
  silence: () => void;
  close: (code: number, why?: string) => void;
  /** Cuts it, without a close frame. */
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

/** A payload that is no event: it has no sequence number. */
export const control = (op: number, d: unknown = null): string =>
  JSON.stringify({ op, d, s: null, t: null });
