import type { APIApplicationCommand } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { noContent, ok, type Route, type RouteRequest } from '../http/router.ts';
import {
  changeCommand,
  commandsOf,
  deleteCommand,
  replaceCommands,
  upsertCommand,
} from '../state/commands.ts';
import { readCommand, readCommands } from '../validate/commands.ts';
import { omit } from '../omit.ts';
import { isRecord } from '../validate/shape.ts';
import { joinedGuild, param } from './access.ts';

/** Leaves out the localizations, as Discord does unless they're requested. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'name_localizations' && key !== 'description_localizations')
      .map(([key, inner]) => [key, plain(inner)]),
  );
};

const scopeOf = ({ core, params }: RouteRequest): string => {
  if (params.application !== core.state.application.id) throw refuse('unknownApplication');
  return params.guild === undefined ? 'global' : joinedGuild(core, param(params, 'guild')).id;
};

const command = (core: Core, scope: string, id: string): APIApplicationCommand => {
  const found = commandsOf(core, scope).get(id);
  if (found === undefined) throw refuse('unknownCommand');
  return found;
};

const routesUnder = (path: string): Route[] => {
  const shared = {
    auth: 'bot',
    bucket: { limit: 5, windowMs: 1000 },
    major: ['application', 'guild'],
  } as const;
  return [
    {
      ...shared,
      method: 'GET',
      path,
      handle: (request) => {
        const all = [...commandsOf(request.core, scopeOf(request)).values()];
        return ok(request.query.get('with_localizations') === 'true' ? all : plain(all));
      },
    },
    {
      ...shared,
      method: 'PUT',
      path,
      schema: 'ApplicationCommandUpdateRequest',
      schemaOfEach: true,
      handle: (request) => {
        const scope = scopeOf(request);
        const forms = readCommands(request.body);
        request.official.throwIfAny();
        return ok(replaceCommands(request.core, scope, forms));
      },
    },
    {
      ...shared,
      method: 'POST',
      path,
      schema: 'ApplicationCommandCreateRequest',
      handle: (request) => {
        const scope = scopeOf(request);
        const form = readCommand(request.body);
        request.official.throwIfAny();
        const { command: made, created } = upsertCommand(request.core, scope, form);
        return ok(made, created ? 201 : 200);
      },
    },
    {
      ...shared,
      method: 'GET',
      path: `${path}/:command`,
      handle: (request) =>
        ok(command(request.core, scopeOf(request), param(request.params, 'command'))),
    },
    {
      ...shared,
      method: 'PATCH',
      path: `${path}/:command`,
      schema: 'ApplicationCommandPatchRequestPartial',
      handle: (request) => {
        const scope = scopeOf(request);
        const id = param(request.params, 'command');
        const before = omit(
          command(request.core, scope, id),
          'id',
          'application_id',
          'version',
          'guild_id',
        );
        const change = isRecord(request.body) ? request.body : {};
        const form = readCommand({ ...before, ...change });
        request.official.throwIfAny();
        return ok(changeCommand(request.core, scope, id, form));
      },
    },
    {
      ...shared,
      method: 'DELETE',
      path: `${path}/:command`,
      handle: (request) => {
        deleteCommand(request.core, scopeOf(request), param(request.params, 'command'));
        return noContent;
      },
    },
  ];
};

export const commandRoutes: Route[] = [
  ...routesUnder('/applications/:application/commands'),
  ...routesUnder('/applications/:application/guilds/:guild/commands'),
];
