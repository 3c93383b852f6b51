/** The log of the bot's requests and the responses, with secrets removed. */
import type { Exchange } from '../server/http/exchange.ts';

/** How many are kept for a page that opens later. */
const KEPT = 200;
/** Longer bodies are truncated, in characters. */
const LONGEST = 100_000;

const tokensInPaths = /(\/(?:webhooks|interactions)\/\d+\/)[^/?\s"]+/g;
const tokensInJson = /("token"\s*:\s*")[^"]*"/g;

/** `text` without the bot's token, and without those of interactions. */
export function redact(text: string, secret: string): string {
  return text
    .replaceAll(secret, '[token]')
    .replace(tokensInPaths, '$1[token]')
    .replace(tokensInJson, '$1[token]"');
}

export interface RequestLog {
  add: (exchange: Exchange) => void;
  /** Oldest first. */
  all: () => Exchange[];
}

/**
 * @param secret returns the bot's current token
 * @param onRequest called with each exchange, without its secrets
 */
export function createRequestLog(
  secret: () => string,
  onRequest: (exchange: Exchange) => void,
): RequestLog {
  let kept: Exchange[] = [];
  const clean = (text: string) => redact(text.slice(0, LONGEST), secret());
  return {
    add: (exchange) => {
      const shown = {
        ...exchange,
        path: clean(exchange.path),
        request: clean(exchange.request),
        response: clean(exchange.response),
      };
      kept = [...kept, shown].slice(-KEPT);
      onRequest(shown);
    },
    all: () => kept,
  };
}
