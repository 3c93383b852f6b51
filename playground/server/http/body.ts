import type { IncomingMessage } from 'node:http';
import { limits } from '../limits.ts';
import { refuse } from './api-error.ts';

export interface Upload {
  /** The form field's name, such as `files[0]`. */
  field: string;
  name: string;
  type: string;
  bytes: Uint8Array;
}

interface Body {
  json: unknown;
  files: Upload[];
}

/** Reads the whole body. @throws ApiError 413 beyond 25 MiB */
export const readBytes = (request: IncomingMessage): Promise<Buffer> =>
  // Events, since an iterator over the stream costs more than all checks of a small request.
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limits.request.bytes) reject(refuse('tooLarge'));
      else chunks.push(chunk);
    });
    request.on('end', () =>
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
    );
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client hung up')));
  });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse('badJson');
  }
};

const parseForm = async (bytes: Buffer, contentType: string): Promise<Body> => {
  let form;
  try {
    const response = new Response(new Uint8Array(bytes), {
      headers: { 'content-type': contentType },
    });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- fine here: the size is capped
    form = await response.formData();
  } catch {
    throw refuse('contentType');
  }
  const files: Upload[] = [];
  let json: unknown = {};
  for (const [field, value] of form.entries()) {
    if (typeof value === 'string') {
      if (field === 'payload_json') json = parseJson(value);
      continue;
    }
    const content = new Uint8Array(await value.arrayBuffer());
    if (content.length > limits.message.fileBytes) throw refuse('tooLarge');
    files.push({ field, name: value.name, type: value.type, bytes: content });
  }
  return { json, files };
};

/**
 * Parses a body of JSON, or a form whose `payload_json` is the JSON and whose other parts are files.
 *
 * @returns `json: undefined` for no body
 * @throws ApiError 50109 for broken JSON, 50035 for another content type
 */
export const parseBody = async (bytes: Buffer, contentType: string): Promise<Body> => {
  if (bytes.length === 0) return { json: undefined, files: [] };
  if (/^application\/json\b/i.test(contentType))
    return { json: parseJson(bytes.toString()), files: [] };
  if (/^multipart\/form-data\b/i.test(contentType)) return parseForm(bytes, contentType);
  throw refuse('contentType');
};
