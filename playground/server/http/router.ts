import type { Core } from '../core.ts';
import type { Bucket } from '../rate-limits/rate-limits.ts';
import type { Official } from '../official/validate.ts';
import type { SchemaName } from '../official/schemas.ts';
import type { Upload } from './body.ts';

export interface RouteRequest {
  core: Core;
  /** The path's parameters, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** undefined if the request had none. */
  body: unknown;
  files: readonly Upload[];
  /**
   * The result of validating the body against Discord's specification; to be checked after the
   * route's own rules.
   */
  official: Official;
}

/** The status and JSON to send; without a body, 204. */
interface Answer {
  status: number;
  body?: unknown;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** For example `/channels/:channel/messages`. */
  path: string;
  /** `bot`: the Authorization header is checked. `none`: only the token in the path counts. */
  auth: 'bot' | 'none';
  /** null for none, as for interaction responses. */
  bucket: Bucket | null;
  /** The parameters by which each channel, guild or webhook has its own window. */
  major?: readonly string[];
  /** Whether it doesn't count towards the global limit, like interaction endpoints. */
  outsideGlobalLimit?: boolean;
  /** The official schema of the body. */
  schema?: SchemaName | ((body: unknown) => SchemaName | undefined);
  /** Whether the body is a list and the schema that of an entry. */
  schemaOfEach?: boolean;
  handle: (request: RouteRequest) => Answer | Promise<Answer>;
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const noContent: Answer = { status: 204 };

type Match =
  | { kind: 'found'; route: Route; params: Record<string, string> }
  | { kind: 'wrong-method'; allowed: string[] }
  | { kind: 'unknown' };

const decode = (segment: string): string => {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const matchPath = (
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined => {
  // Most patterns fail at a literal, so nothing is created until all literals match.
  for (let index = 0; index < pattern.length; index++) {
    const part = pattern[index] ?? '';
    const fits = part.startsWith(':') ? segments[index] !== '' : part === segments[index];
    if (!fits) return undefined;
  }
  const params: Record<string, string> = {};
  pattern.forEach((part, index) => {
    if (part.startsWith(':')) params[part.slice(1)] = segments[index] ?? '';
  });
  return params;
};

/** Finds the route for a path. Earlier routes win, so literal segments go before parameters. */
export const createRouter = (routes: readonly Route[]) => {
  const byLength = new Map<number, { route: Route; pattern: string[] }[]>();
  for (const route of routes) {
    const pattern = route.path.split('/');
    const same = byLength.get(pattern.length) ?? [];
    same.push({ route, pattern });
    byLength.set(pattern.length, same);
  }

  return (method: string, path: string): Match => {
    const segments = path.split('/').map(decode);
    const allowed: string[] = [];
    for (const { route, pattern } of byLength.get(segments.length) ?? []) {
      const params = matchPath(pattern, segments);
      if (params === undefined) continue;
      if (route.method === method) return { kind: 'found', route, params };
      allowed.push(route.method);
    }
    return allowed.length > 0 ? { kind: 'wrong-method', allowed } : { kind: 'unknown' };
  };
};
