import type { GatewayOpcodes as Op } from 'discord.js';
import type { RawData } from 'ws';
import { limits } from '../limits.ts';
import { isRecord } from '../validate/shape.ts';
import { CloseCode } from './close-codes.ts';

/** A payload from a client. */
interface Frame {
  op: Op;
  d: unknown;
}

/** Parses a payload; if that fails, returns the code to close with. */
export const parseFrame = (data: RawData): Frame | CloseCode => {
  const bytes = Buffer.isBuffer(data)
    ? data
    : Array.isArray(data)
      ? Buffer.concat(data)
      : Buffer.from(data);
  if (bytes.length > limits.gateway.payloadBytes) return CloseCode.decodeError;
  try {
    const frame: unknown = JSON.parse(bytes.toString());
    return isRecord(frame) && typeof frame.op === 'number'
      ? (frame as unknown as Frame)
      : CloseCode.decodeError;
  } catch {
    return CloseCode.decodeError;
  }
};
