/** Something that happened on this Discord, for a human who wants to know what went wrong. */
interface TranscriptEntry {
  /** Unix milliseconds on the server's clock. */
  at: number;
  kind: 'rest' | 'gateway' | 'person';
  summary: string;
  request?: unknown;
  response?: unknown;
}

export interface Transcript {
  add: (
    kind: TranscriptEntry['kind'],
    summary: string,
    request?: unknown,
    response?: unknown,
  ) => void;
  /** Oldest first; bot and interaction tokens are redacted. */
  readonly entries: readonly TranscriptEntry[];
  /** Entries whose summary matches. */
  find: (pattern: RegExp) => TranscriptEntry[];
  clear: () => void;
  /** One line per entry, with bodies as JSON, to print when a test fails. */
  print: () => string;
}

const tokensInPaths = /(\/(?:webhooks|interactions)\/\d+\/)[^/?\s"]+/g;

/**
 * A bounded record of requests, events and people's actions. Bodies are kept by reference and
 * redacted when read, so that recording stays cheap.
 *
 * @param length how many entries are kept; older ones are dropped
 * @param secrets the bot's tokens, which are never shown
 */
export const createTranscript = (
  now: () => number,
  secrets: ReadonlySet<string>,
  length: number,
): Transcript => {
  let kept: TranscriptEntry[] = [];

  const redactText = (text: string): string => {
    let redacted = text.replace(tokensInPaths, '$1[token]');
    for (const secret of secrets) redacted = redacted.replaceAll(secret, '[token]');
    return redacted;
  };

  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === 'token' && typeof inner === 'string' ? '[token]' : redact(inner),
      ]),
    );
  };

  const seen = (): TranscriptEntry[] =>
    kept.slice(-length).map((entry) => ({
      ...entry,
      summary: redactText(entry.summary),
      ...(entry.request === undefined ? {} : { request: redact(entry.request) }),
      ...(entry.response === undefined ? {} : { response: redact(entry.response) }),
    }));

  const line = (entry: TranscriptEntry): string =>
    [
      `${new Date(entry.at).toISOString()} ${entry.kind.padEnd(7)} ${entry.summary}`,
      ...(entry.request === undefined ? [] : [`    > ${JSON.stringify(entry.request)}`]),
      ...(entry.response === undefined ? [] : [`    < ${JSON.stringify(entry.response)}`]),
    ].join('\n');

  return {
    add: (kind, summary, request, response) => {
      kept.push({
        at: now(),
        kind,
        summary,
        ...(request === undefined ? {} : { request }),
        ...(response === undefined ? {} : { response }),
      });
      if (kept.length > 2 * length) kept = kept.slice(-length);
    },
    get entries() {
      return seen();
    },
    find: (pattern) => seen().filter((entry) => pattern.test(entry.summary)),
    clear: () => {
      kept = [];
    },
    print: () => seen().map(line).join('\n'),
  };
};
