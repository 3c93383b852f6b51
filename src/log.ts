import pino from 'pino';
import pretty from 'pino-pretty';

export type Log = pino.Logger;

interface Options {
  level: string;
  /** Taken out of every line, wherever they stand. */
  secrets: readonly string[];
  /** Lines for a person instead of JSON. */
  readable: boolean;
  /** Where finished lines go; default: standard output. */
  write?: (line: string) => void;
}

/** Interaction and webhook tokens stand in the addresses that errors quote. */
const TOKEN_IN_ADDRESS = /((?:webhooks|interactions)\/\d+\/)[\w.~-]+/g;
/** The shape of any bot token, and of an Authorization header. */
const BOT_TOKEN = /\b(?:Bot\s+[\w.-]{8,}|[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{25,})/g;

/** A finished log line without any secret in it. */
export function redact(line: string, secrets: readonly string[]): string {
  let clean = line;
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '[secret]');
  return clean.replace(TOKEN_IN_ADDRESS, '$1[secret]').replace(BOT_TOKEN, '[secret]');
}

/** An error of Discord's carries the request, which may hold what somebody typed. */
function withoutRequest(error: Error): object {
  return { ...pino.stdSerializers.err(error), requestBody: undefined, rawError: undefined };
}

/**
 * The log: one line an event, JSON or readable. Secrets are taken out of the finished line, since
 * an error object may carry them anywhere.
 */
export function createLog({ level, secrets, readable, write }: Options): Log {
  const out = write ?? ((line: string) => process.stdout.write(line));
  const options = { level, serializers: { err: withoutRequest } };
  if (!readable) return pino(options, { write: (line) => out(redact(line, secrets)) });
  const print = pretty.prettyFactory({ colorize: write === undefined, ignore: 'pid,hostname' });
  return pino(options, { write: (line) => out(print(redact(line, secrets))) });
}
