import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '../core.ts';
import type { FaultAnswer, Faults } from '../faults.ts';
import type { RateLimits } from '../rate-limits.ts';
import { ApiError, refuse } from './api-error.ts';
import { parseBody, readBytes } from './body.ts';
import { createRouter, type Route } from './router.ts';

interface Reply {
  status: number;
  body?: unknown;
  headers: Record<string, string>;
}

const refusalReply = ({ status, body }: ApiError): Reply => ({ status, body, headers: {} });

export interface ApiParts {
  core: Core;
  routes: readonly Route[];
  faults: Faults;
  rateLimits: RateLimits;
  log: (line: string) => void;
}

const send = (response: ServerResponse, { status, body, headers }: Reply): void => {
  if (response.destroyed) return;
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': type }),
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  });
  response.end(text);
};

/**
 * Answers `/api/v10/...`: user agent, token, rate limits, body, route, in Discord's order; every
 * exchange is written into the transcript.
 */
export const createApi = ({ core, routes, faults, rateLimits, log }: ApiParts) => {
  const findRoute = createRouter(routes);

  const loud = (line: string): void => {
    core.transcript.add('rest', line);
    log(line);
  };

  const find = (method: string, path: string) => {
    const match = findRoute(method, path);
    if (match.kind === 'found') return match;
    if (match.kind === 'wrong-method') throw refuse('methodNotAllowed');
    loud(`UNKNOWN ROUTE ${method} ${path}`);
    throw new ApiError(501, {
      message: `The playground does not know the route ${method} ${path}`,
      code: 0,
    });
  };

  const answer = async (
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    bytes: Buffer,
  ): Promise<Reply & { request?: unknown }> => {
    const { authorization, 'content-type': contentType = '' } = request.headers;
    if (request.headers['user-agent']?.startsWith('DiscordBot (') !== true)
      throw refuse('cloudflare');
    const method = request.method ?? 'GET';
    const { route, params } = find(method, path);
    if (route.auth === 'bot' && authorization !== `Bot ${core.state.application.token}`)
      throw refuse('unauthorized');

    const major = (route.major ?? []).map((name) => params[name]).join('/');
    const { headers, refusal } = rateLimits.take(
      `${method} ${route.path} #${major}`,
      route.bucket,
      route.outsideGlobalLimit !== true,
    );
    if (refusal !== undefined) return { status: 429, body: refusal, headers };
    let json: unknown;
    try {
      const body = await parseBody(bytes, contentType);
      json = body.json;
      const { status, body: result } = await route.handle({
        core,
        params,
        query,
        body: json,
        files: body.files,
      });
      return { status, body: result, headers, request: json };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: error.body, headers, request: json };
    }
  };

  const answerOrRefuse: typeof answer = async (...request) => {
    try {
      return await answer(...request);
    } catch (error) {
      if (error instanceof ApiError) return refusalReply(error);
      loud(`BROKEN PLAYGROUND ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
      return { status: 500, body: { message: '500: Internal Server Error', code: 0 }, headers: {} };
    }
  };

  const fail = (response: ServerResponse, fault: FaultAnswer): void => {
    if (fault === 'hang') return;
    if (typeof fault === 'string') response.socket?.resetAndDestroy();
    else send(response, { status: fault.status, body: fault.body, headers: fault.headers ?? {} });
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const version = /^\/api\/(v\d+)(\/.*)$/.exec(pathname);
    const method = request.method ?? 'GET';
    if (version?.[1] !== 'v10') {
      send(response, refusalReply(refuse('apiVersion')));
      return;
    }
    const path = version[2] ?? '/';
    let bytes;
    try {
      bytes = await readBytes(request);
    } catch (error) {
      // A client that hung up in the middle of its request wants no answer.
      if (error instanceof ApiError) send(response, refusalReply(error));
      return;
    }
    const fault = faults.take(method, path);
    if (fault !== undefined && !fault.commit) {
      core.transcript.add('rest', `${method} ${path} → fault ${JSON.stringify(fault.answer)}`);
      fail(response, fault.answer);
      return;
    }
    const reply = await answerOrRefuse(request, path, searchParams, bytes);
    const { body } = reply;
    core.transcript.add(
      'rest',
      `${method} ${path} → ${reply.status}${fault === undefined ? '' : ` (committed, then fault ${JSON.stringify(fault.answer)})`}`,
      reply.request,
      // A copy, because a later edit changes the message itself.
      typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : body,
    );
    if (fault === undefined) send(response, reply);
    else fail(response, fault.answer);
  };
};
