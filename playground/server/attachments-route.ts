import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from './core.ts';

/** Serves uploaded files at the URLs in their messages, as Discord's CDN does. */
export const serveAttachment = (
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
): boolean => {
  const id = /^\/attachments\/\d+\/(\d+)\/[^/?]+/.exec(request.url ?? '')?.[1];
  const file = id === undefined ? undefined : core.state.files.get(id);
  if (file === undefined) return false;
  response.writeHead(200, {
    'content-type': file.type === '' ? 'application/octet-stream' : file.type,
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  });
  response.end(file.bytes);
  return true;
};
