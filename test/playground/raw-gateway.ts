import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { request, type Setup } from './setup.ts';

export interface RawFrame {
  op: number;
  t?: string;
  s?: number | null;
  d?: unknown;
}

/** Speaks the gateway's protocol by hand: sends frames after Hello, and waits for the close. */
export const rawGateway = async (
  { discord }: Pick<Setup, 'discord'>,
  frames: readonly (object | string)[],
) => {
  const { body } = await request(discord, 'GET', '/gateway');
  const socket = new WebSocket(`${(body as { url: string }).url}/?v=10&encoding=json`);
  onTestFinished(() => socket.terminate());
  const received: RawFrame[] = [];
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const send = (frame: object | string) =>
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString()) as RawFrame);
    if (received.length > 1) return;
    for (const frame of frames) send(frame);
  });
  return { socket, received, closed, send };
};

/** The same with an Identify, once the session is ready. */
export const openSession = async (setup: Pick<Setup, 'discord'>) => {
  const connection = await rawGateway(setup, [identify(setup.discord.token)]);
  const ready = () => connection.received.find(({ t }) => t === 'READY');
  await expect.poll(ready).toBeDefined();
  const { session_id: sessionId } = ready()?.d as { session_id: string };
  return { ...connection, sessionId };
};

export const identify = (token: string, more: object = {}) => ({
  op: 2,
  d: { token, intents: 1, properties: { os: '', browser: '', device: '' }, ...more },
});
