/** What came back, with its body where that was wanted. */
export interface Exchanged {
  code: number;
  headers: Headers;
  body: Buffer;
}

/** Why nothing came back, as the end of a sentence about who was asked. */
export interface NoReply {
  trouble: string;
  /** Whether it may be otherwise in a moment. */
  isPassing: boolean;
}

interface Request {
  fetch: typeof fetch;
  url: URL;
  headers: Record<string, string>;
  /** Of the body as it is read, so after decompression. */
  maxBytes: number;
  /** From the request to the last byte of its answer. */
  timeoutMs: number;
  /** Of which status the body is read; that of others is not even waited for. */
  wantsBody: (code: number) => boolean;
  signal: AbortSignal;
}

class TooLarge extends Error {}

/**
 * One GET and its whole answer; redirects are answers like others. Throws the signal's reason when
 * that is aborted. Whatever happens, nothing of it is under way afterwards.
 */
export async function exchange(request: Request): Promise<Exchanged | NoReply> {
  const { fetch, url, headers, maxBytes, timeoutMs, wantsBody, signal } = request;
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, end.signal]),
    });
    const { status: code, headers: given } = response;
    const body = wantsBody(code) ? await readBody(response, maxBytes) : Buffer.alloc(0);
    return { code, headers: given, body };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooLarge) {
      return { trouble: `sent more than ${maxBytes} bytes`, isPassing: false };
    }
    if (end.signal.aborted) {
      return { trouble: 'took too long to answer', isPassing: false };
    }
    return { trouble: `didn't answer (${codeOf(error)})`, isPassing: true };
  } finally {
    clearTimeout(timer);
    // Closes the connection of an answer that was not read to its end.
    end.abort();
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > maxBytes) throw new TooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `ECONNREFUSED` and its like. What else an error says may be from outside. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
  }
  return 'no connection';
}
