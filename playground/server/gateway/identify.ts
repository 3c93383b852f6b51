import { GatewayIntentBits as Intent } from 'discord.js';
import type { Core } from '../core.ts';
import { isRecord } from '../validate/shape.ts';
import { CloseCode } from './close-codes.ts';

const PRIVILEGED = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;
const KNOWN = Object.values(Intent).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);

interface Identity {
  intents: number;
  shard: readonly [index: number, count: number];
}

const isShard = (value: unknown): value is [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((part) => Number.isInteger(part)) &&
  value[0] >= 0 &&
  value[0] < value[1];

/** Checks an Identify: returns who it is, or the code to close the connection with. */
export const readIdentify = (core: Core, d: unknown): Identity | { close: CloseCode } => {
  if (!isRecord(d)) return { close: CloseCode.decodeError };
  const { token, intents, shard = [0, 1], properties } = d;
  if (typeof token !== 'string' || token.replace(/^Bot /, '') !== core.state.application.token)
    return { close: CloseCode.authenticationFailed };
  if (!isRecord(properties)) return { close: CloseCode.decodeError };
  if (!isShard(shard)) return { close: CloseCode.invalidShard };
  if (typeof intents !== 'number' || !Number.isInteger(intents) || (intents & ~KNOWN) !== 0)
    return { close: CloseCode.invalidIntents };
  if ((intents & PRIVILEGED & ~core.privilegedIntents) !== 0)
    return { close: CloseCode.disallowedIntents };
  return { intents, shard };
};
