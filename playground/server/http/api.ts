import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '../core.ts';
import { deliver, isCondition, type Condition } from '../faults/deliver.ts';
import type { Faults, Met } from '../faults/faults.ts';
import { validateOfficially, noProblems, type Official } from '../official/validate.ts';
import { cloudflarePage } from '../rate-limits/cloudflare-page.ts';
import type { InvalidRequests } from '../rate-limits/invalid-requests.ts';
import type { RateLimits } from '../rate-limits/rate-limits.ts';
import { ApiError, refuse } from './api-error.ts';
import { parseBody, readBytes } from './body.ts';
import type { Travel } from './latency.ts';
import { send, type Reply } from './reply.ts';
import { createRouter, type Route } from './router.ts';

const refusalReply = ({ status, body }: ApiError): Reply => ({ status, body, headers: {} });

interface ApiParts {
  core: Core;
  routes: readonly Route[];
  faults: Faults;
  rateLimits: RateLimits;
  invalidRequests: InvalidRequests;
  /** The latency of requests and responses; faults have a delay of their own. */
  travel?: Travel | undefined;
  log: (line: string) => void;
}

const objections = async (route: Route, body: unknown, isValidated: boolean): Promise<Official> => {
  if (!isValidated) return noProblems;
  const { schema, schemaOfEach = false } = route;
  const name = typeof schema === 'function' ? schema(body) : schema;
  return name === undefined || body === undefined
    ? noProblems
    : validateOfficially(name, body, schemaOfEach);
};

interface Exchange {
  request: IncomingMessage;
  method: string;
  path: string;
  query: URLSearchParams;
  bytes: Buffer;
  condition: Condition | undefined;
}

/** Splits `/api/v10/users/@me?x=1`; the path stays encoded. */
const splitUrl = (url: string): { version: string; path: string; query: URLSearchParams } => {
  const mark = url.indexOf('?');
  const pathname = mark === -1 ? url : url.slice(0, mark);
  const [, version = '', path = '/'] = /^\/api\/(v\d+)(\/[^]*)$/.exec(pathname) ?? [];
  return { version, path, query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)) };
};

/**
 * Handles `/api/v10/...`: Cloudflare, user agent, token, rate limits, body, route, in Discord's
 * order. Every exchange is recorded in the transcript.
 */
export const createApi = (parts: ApiParts) => {
  const { core, routes, faults, rateLimits, invalidRequests, travel, log } = parts;
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

  const answer = async (exchange: Exchange): Promise<Reply & { request?: unknown }> => {
    const { request, method, path, query, bytes, condition } = exchange;
    const { authorization, 'content-type': contentType = '' } = request.headers;
    if (request.headers['user-agent']?.startsWith('DiscordBot (') !== true)
      throw refuse('cloudflare');
    const { route, params } = find(method, path);
    if (condition === 'revoke-token') core.resetToken();
    if (route.auth === 'bot' && authorization !== `Bot ${core.state.application.token}`)
      throw refuse('unauthorized');

    const counted = {
      route: `${method} ${route.path}`,
      resource: (route.major ?? []).map((name) => params[name]).join('/'),
      bucket: route.bucket,
      countsGlobally: route.outsideGlobalLimit !== true,
    };
    if (typeof condition === 'object')
      rateLimits.block(condition.rateLimit, counted, condition.retryAfterMs);
    const { headers, refusal } = rateLimits.take(counted);
    if (refusal !== undefined) return { status: 429, body: refusal, headers };
    let json: unknown;
    try {
      const body = await parseBody(bytes, contentType);
      json = body.json;
      const official = await objections(route, json, core.isValidated);
      const { files } = body;
      const result = await route.handle({ core, params, query, body: json, files, official });
      if (official.isIgnored && result.status < 400)
        throw new Error(`${counted.route} never asked what the specification says to its body`);
      return { status: result.status, body: result.body, headers, request: json };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: error.body, headers, request: json };
    }
  };

  const answerOrRefuse: typeof answer = async (exchange) => {
    try {
      return await answer(exchange);
    } catch (error) {
      if (error instanceof ApiError) return refusalReply(error);
      loud(`BROKEN PLAYGROUND ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
      return { status: 500, body: { message: '500: Internal Server Error', code: 0 }, headers: {} };
    }
  };

  const note = (exchange: Exchange, reply: Reply & { request?: unknown }, fault?: Met): void => {
    const { body } = reply;
    core.transcript.add(
      'rest',
      `${exchange.method} ${exchange.path} → ${reply.status}${fault === undefined ? '' : ` (fault ${JSON.stringify(fault)})`}`,
      reply.request,
      // A copy, since a later edit changes the message itself.
      typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : body,
    );
  };

  /** Sends a response, and counts it if it's for an invalid request. */
  const reply = (response: ServerResponse, sent: Reply): void => {
    invalidRequests.note(sent.status, sent.headers);
    send(response, sent);
  };

  const answerNormally = async (exchange: Exchange, response: ServerResponse, fault?: Met) => {
    if (fault === undefined) await travel?.();
    const truth = await answerOrRefuse(exchange);
    note(exchange, truth, fault);
    invalidRequests.note(truth.status, truth.headers);
    if (fault === undefined) await travel?.();
    send(response, truth);
  };

  const answerWithFault = async (exchange: Exchange, response: ServerResponse, fault: Met) => {
    if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
    fault.meanwhile?.();
    const { answer: wrong } = fault;
    if (wrong === undefined || isCondition(wrong)) {
      await answerNormally({ ...exchange, condition: wrong }, response, fault);
      return;
    }
    const truth: Reply = fault.commit ? await answerOrRefuse(exchange) : { status: 0, headers: {} };
    note(exchange, truth, fault);
    if (typeof wrong === 'object') invalidRequests.note(wrong.status, wrong.headers ?? {});
    deliver(response, wrong, truth);
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { version, path, query } = splitUrl(request.url ?? '/');
    const method = request.method ?? 'GET';
    const bannedForMs = invalidRequests.bannedForMs();
    if (bannedForMs > 0) {
      core.transcript.add('rest', `${method} ${path} → 429 (shut out by Cloudflare)`);
      send(response, cloudflarePage(bannedForMs));
      return;
    }
    if (core.isDown()) {
      core.transcript.add('rest', `${method} ${path} → 503 (outage)`);
      send(response, refusalReply(refuse('overloaded')));
      return;
    }
    if (version !== 'v10') {
      reply(response, refusalReply(refuse('apiVersion')));
      return;
    }
    let bytes;
    try {
      bytes = await readBytes(request);
    } catch (error) {
      // A client that disconnected in the middle of its request gets no response.
      if (error instanceof ApiError) reply(response, refusalReply(error));
      return;
    }
    const exchange: Exchange = { request, method, path, query, bytes, condition: undefined };
    const fault = faults.take(method, path);
    if (fault === undefined) await answerNormally(exchange, response);
    else await answerWithFault(exchange, response, fault);
  };
};
