import type { IncomingMessage } from 'node:http';
import { limits } from '../limits.ts';
import { refuse } from './api-error.ts';

export interface Upload {
  /** The form's field, `files[0]`. */
  field: string;
  name: string;
  type: string;
  bytes: Uint8Array;
}

export interface Body {
  json: unknown;
  files: Upload[];
}

/** Reads the whole body. @throws ApiError 413 beyond 25 MiB */
export const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limits.request.bytes) throw refuse('tooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

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
