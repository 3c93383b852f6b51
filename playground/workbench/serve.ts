/** The workbench's routes: `GET /workbench/events`, and a POST for each control. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { isFromThisMachine } from '../server/people/guard.ts';
import type { RequestHandler } from '../server/start.ts';

/** Why a control can't do what was asked; the message is shown to the person. */
export class ControlError extends Error {
  override name = 'ControlError';
}

/** What each control does with its JSON body. @throws ControlError, ZodError */
export type Controls = Readonly<Record<string, (body: unknown) => unknown>>;

interface ControlRoutes {
  /** The origin of the playground's page, which alone may use the controls. */
  origin: string;
  controls: Controls;
  /** Called when a control has finished. */
  onDone: () => Promise<void>;
  connect: (response: ServerResponse) => Promise<void>;
}

export function serveControls({
  origin,
  controls,
  onDone,
  connect,
}: ControlRoutes): RequestHandler {
  const use = async (name: string, request: IncomingMessage, response: ServerResponse) => {
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    if (control === undefined || request.method !== 'POST') {
      send(response, 404, `There is no control ${name}`);
      return;
    }
    // Only the page itself may do this, not another site open in the same browser.
    if (request.headers.origin !== origin) {
      send(response, 403, 'Only for the page of this playground');
      return;
    }
    try {
      await control(await json(request));
      await onDone();
      send(response, 200);
    } catch (error) {
      if (error instanceof ControlError) send(response, 422, error.message);
      else if (error instanceof z.ZodError) send(response, 400, z.prettifyError(error));
      else if (error instanceof SyntaxError) send(response, 400, 'The body must be JSON');
      else throw error;
    }
  };

  return async (request, response) => {
    const name = /^\/workbench\/([a-z-]+)$/.exec(request.url ?? '')?.[1];
    if (name === undefined) return false;
    if (!isFromThisMachine(request)) send(response, 403, 'Only for pages of this machine');
    else if (name === 'events' && request.method === 'GET') await connect(response);
    else await use(name, request, response);
    return true;
  };
}

function send(response: ServerResponse, status: number, error?: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(error === undefined ? { ok: true } : { ok: false, error }));
}
