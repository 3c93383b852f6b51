import type { IncomingMessage, ServerResponse } from 'node:http';
import { Locale } from 'discord.js';
import { z } from 'zod';
import type { Core } from '../core.ts';
import { readBytes } from '../http/body.ts';
import { findMessage } from '../state/history.ts';
import type { Channel, User } from '../state/types.ts';
import { suggestions } from '../world/commands.ts';
import { offeredCommands } from '../world/offered.ts';
import { PersonError } from '../world/person-error.ts';
import { createPerson, type Person } from '../world/person.ts';
import type { Seen } from '../world/seen.ts';
import { streamEvents } from './events.ts';
import { isFromThisMachine } from './guard.ts';
import { messagesFor, pageMessage } from './messages.ts';
import { stateForPage } from './state.ts';

/** Rejects a malformed request of the page, as opposed to a person's mistake. */
const refuse = (message: string): never => {
  throw new PersonError(message);
};

const userOf = (core: Core, id: string): User => {
  const user = core.state.users.get(id);
  return user === undefined || user.bot ? refuse(`There is no person ${id}`) : user;
};

const personOf = (core: Core, id: string): Person => createPerson(core, userOf(core, id));

const channelOf = (core: Core, id: string): Channel =>
  core.state.channels.get(id) ?? refuse(`There is no channel ${id}`);

/** The outcome of an action for the page. */
const outcome = (core: Core, seen: Seen) => {
  if (seen.modal !== null) return { ok: true, modal: { ...seen.modal, interaction: seen.id } };
  const message = findMessage(channelOf(core, seen.channelId), seen.id);
  return { ok: true, message: message === undefined ? seen.raw : pageMessage(message) };
};

const id = z.string().regex(/^\d{1,20}$/);
const line = z.object({ user: id, channel: id, text: z.string().max(8000) });
const press = z.object({ user: id, message: id, customId: z.string() });
const choose = press.extend({ values: z.array(z.string()) });
const fill = z.object({
  user: id,
  interaction: id,
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

const menu = z.object({
  user: id,
  command: z.string(),
  message: id.optional(),
  target: id.optional(),
  channel: id,
});

const talk = z.object({ user: id, target: id });
const speak = z.object({ user: id, locale: z.enum(Locale) });

type Act = (core: Core, body: unknown) => Promise<unknown>;

const acts: Readonly<Record<string, Act>> = {
  type: async (core, body) => {
    const { user, channel, text } = line.parse(body);
    const person = personOf(core, user);
    const seen = text.trimStart().startsWith('/')
      ? await person.type({ id: channel }, text)
      : person.say({ id: channel }, text);
    return outcome(core, seen);
  },
  press: async (core, body) => {
    const { user, message, customId } = press.parse(body);
    return outcome(core, await personOf(core, user).press({ id: message }, customId));
  },
  choose: async (core, body) => {
    const { user, message, customId, values } = choose.parse(body);
    return outcome(core, await personOf(core, user).choose({ id: message }, customId, values));
  },
  suggest: async (core, body) => {
    const { user, channel, text } = line.parse(body);
    return suggestions(core, userOf(core, user), channelOf(core, channel), text);
  },
  use: async (core, body) => {
    const { user, command, message, target, channel } = menu.parse(body);
    const aim =
      message === undefined
        ? { user: { id: target ?? '' }, channel: { id: channel } }
        : { id: message, channelId: channel };
    return outcome(core, await personOf(core, user).use(command, aim));
  },
  talk: (core, body) => {
    const { user, target } = talk.parse(body);
    const person = personOf(core, user);
    const isBot = target === core.state.bot.id;
    const { id: channel } = isBot ? person.dm() : person.dmWith({ id: target });
    return Promise.resolve({ ok: true, channel });
  },
  speak: (core, body) => {
    const { user, locale } = speak.parse(body);
    personOf(core, user).setLocale(locale);
    return Promise.resolve({ ok: true });
  },
  fill: async (core, body) => {
    const { user, interaction, values } = fill.parse(body);
    return outcome(core, await personOf(core, user).fill({ id: interaction }, values));
  },
};

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const look = (core: Core, what: string, query: URLSearchParams, response: ServerResponse): void => {
  if (what === 'state') sendJson(response, 200, stateForPage(core, query.get('user') ?? undefined));
  else if (what === 'messages') {
    const person = personOf(core, query.get('user') ?? '');
    const channel = channelOf(core, query.get('channel') ?? '');
    sendJson(response, 200, messagesFor(core, channel, person.id));
  } else if (what === 'commands') {
    const user = userOf(core, query.get('user') ?? '');
    const channel = channelOf(core, query.get('channel') ?? '');
    sendJson(response, 200, offeredCommands(core, user, channel));
  } else if (what === 'events')
    streamEvents(core, personOf(core, query.get('user') ?? '').id, response);
  else sendJson(response, 404, { ok: false, error: `There is no /playground/${what}` });
};

const act = async (
  core: Core,
  what: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const perform = acts[what];
  if (perform === undefined) {
    sendJson(response, 404, { ok: false, error: `There is no /playground/${what}` });
    return;
  }
  // A foreign page can't send this content type without a preflight request, which is never
  // answered.
  if (request.headers['content-type']?.startsWith('application/json') !== true) {
    sendJson(response, 415, { ok: false, error: 'The body must be JSON' });
    return;
  }
  const body: unknown = JSON.parse((await readBytes(request)).toString());
  sendJson(response, 200, await perform(core, body));
};

/**
 * The page's own API: what a person sees and does, as JSON under `/playground`.
 *
 * `GET state?user`, `GET messages?user&channel`, `GET commands?user&channel` (those offered there),
 * `GET events?user` (server-sent events), `POST type`, `press`, `choose`, `suggest`, `fill`
 * (submits a modal), `use` (a context menu command, on a `message` or a `target` user), `talk`
 * (opens a direct message with a `target` user), `speak` (sets the `locale` of the user's client).
 * An action responds with `{ ok: true, message }` or `{ ok: true, modal }`, `suggest` with `{
 * option, choices }`, and anything a person may not do with 4xx and `{ ok: false, error }`.
 *
 * @returns false for any other path
 */
export const createPeople =
  (core: Core) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const what = /^\/playground\/([a-z]+)$/.exec(pathname)?.[1];
    if (what === undefined) return false;
    if (!isFromThisMachine(request)) {
      sendJson(response, 403, { ok: false, error: 'Only for pages of this machine' });
      return true;
    }
    try {
      if (request.method === 'GET') look(core, what, searchParams, response);
      else if (request.method === 'POST') await act(core, what, request, response);
      else sendJson(response, 405, { ok: false, error: 'GET or POST' });
    } catch (error) {
      const isOwn = error instanceof PersonError;
      const isForm = error instanceof z.ZodError || error instanceof SyntaxError;
      if (!isOwn && !isForm) throw error;
      sendJson(response, isOwn ? 422 : 400, {
        ok: false,
        error: error instanceof z.ZodError ? z.prettifyError(error) : error.message,
      });
    }
    return true;
  };
