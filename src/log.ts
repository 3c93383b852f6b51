import pino from 'pino';
import pretty from 'pino-pretty';

export type Log = pino.Logger;

interface Options {
  level: string;
  /** Removed from every line, wherever they occur. */
  secrets: readonly string[];
  /** Lines for people instead of JSON. */
  readable: boolean;
  /** Where finished lines go; default: standard output. */
  write?: (line: string) => void;
}

/** Interaction and webhook tokens are in URLs that errors quote. */
const TOKEN_IN_URL = /((?:webhooks|interactions)\/\d+\/)[\w.~-]+/g;
/** The shape of any bot token, and of an Authorization header. */
const BOT_TOKEN = /\b(?:Bot\s+[\w.-]{8,}|[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{25,})/g;

/** Removes all secrets from a finished log line. */
function redact(line: string, secrets: readonly string[]): string {
  let clean = line;
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '[secret]');
  return clean.replace(TOKEN_IN_URL, '$1[secret]').replace(BOT_TOKEN, '[secret]');
}

/** Omits the request from errors of Discord, since it may contain what somebody typed. */
function withoutRequest(error: Error): object {
  return { ...pino.stdSerializers.err(error), requestBody: undefined, rawError: undefined };
}

/**
 * Creates the log: one line per event, as JSON or readable. Secrets are removed from the finished
 * line, since an error object may have them anywhere.
 */
export function createLog({ level, secrets, readable, write }: Options): Log {
  const out = write ?? ((line: string) => process.stdout.write(line));
  const options = { level, serializers: { err: withoutRequest } };
  if (!readable) return pino(options, { write: (line) => out(redact(line, secrets)) });
  const print = pretty.prettyFactory({ colorize: write === undefined, ignore: 'pid,hostname' });
  return pino(options, { write: (line) => out(print(redact(line, secrets))) });
}
