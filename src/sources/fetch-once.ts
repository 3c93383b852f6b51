export interface FetchedResponse {
  code: number;
  headers: Headers;
  /** Empty unless `wantsBody`. */
  body: Buffer;
}

/** Why there is no response. */
interface FetchProblem {
  /** The end of a sentence that begins with the name of the service. */
  problem: string;
  /** Whether another try may soon succeed. */
  isTransient: boolean;
}

interface Options {
  fetch: typeof fetch;
  headers: Record<string, string>;
  /** Limit for the body after decompression. */
  maxBytes: number;
  /** From the request to the last byte of the response. */
  timeoutMs: number;
  /** The status codes whose body is read; other bodies aren't waited for. */
  wantsBody: (code: number) => boolean;
  signal: AbortSignal;
}

class TooLargeError extends Error {}

/**
 * Sends one GET and reads the whole response; redirects aren't followed. Throws the signal's reason
 * on abort. In any case, the connection is no longer in use afterwards.
 */
export async function fetchOnce(
  url: URL,
  { fetch, headers, maxBytes, timeoutMs, wantsBody, signal }: Options,
): Promise<FetchedResponse | FetchProblem> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, end.signal]),
    });
    const { status: code } = response;
    const body = wantsBody(code) ? await readBody(response, maxBytes) : Buffer.alloc(0);
    return { code, headers: response.headers, body };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooLargeError) {
      return { problem: `sent more than ${maxBytes} bytes`, isTransient: false };
    }
    if (end.signal.aborted) {
      return { problem: 'took too long to answer', isTransient: false };
    }
    return { problem: `didn't answer (${codeOf(error)})`, isTransient: true };
  } finally {
    clearTimeout(timer);
    // Closes the connection of a response that wasn't read to the end.
    end.abort();
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > maxBytes) throw new TooLargeError();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new TooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Such as `ECONNREFUSED`. The rest of an error may be text from outside. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
  }
  return 'no connection';
}

/** A body as text, without a byte order mark; undefined if it isn't UTF-8. */
export function utf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** A body as JSON; undefined if it isn't valid. */
export function json(body: Buffer): unknown {
  try {
    return JSON.parse(utf8(body) ?? '');
  } catch {
    return undefined;
  }
}
