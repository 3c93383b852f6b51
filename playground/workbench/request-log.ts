/** What the bot asked of the playground's Discord and what it was answered, without its secrets. */
import type { Exchange } from '../server/http/exchanges.ts';

/** How many are kept for a page that opens later. */
const KEPT = 200;
/** Longer bodies are cut, in characters. */
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
 * @param secret gives the bot's token as it is now
 * @param onRequest hears of each one as it is shown
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
