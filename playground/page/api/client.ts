/** The playground's server as functions. A person's mistake is a value, not an exception. */
import type { Choice, Command, Message, Modal, PlaygroundEvent, State } from './types.ts';

/** The outcome of an action: perhaps a modal to fill in. */
export type Outcome = { ok: true; modal?: Modal } | { ok: false; error: string };

/** @param user whose view it is; without one, everything there is */
export async function fetchState(user?: string): Promise<State> {
  const asked = user === undefined ? '' : `?${query({ user })}`;
  return (await get(`/playground/state${asked}`)) as State;
}

/** The commands offered to this person in this channel. */
export async function fetchCommands(user: string, channel: string): Promise<Command[]> {
  return (await get(`/playground/commands?${query({ user, channel })}`)) as Command[];
}

export async function fetchMessages(user: string, channel: string): Promise<Message[]> {
  return (await get(`/playground/messages?${query({ user, channel })}`)) as Message[];
}

/** Sends what a person typed into a channel: a slash command or a message. */
export function type(user: string, channel: string, text: string): Promise<Outcome> {
  return act('/playground/type', { user, channel, text });
}

export function press(user: string, message: string, customId: string): Promise<Outcome> {
  return act('/playground/press', { user, message, customId });
}

export function choose(
  user: string,
  message: string,
  customId: string,
  values: string[],
): Promise<Outcome> {
  return act('/playground/choose', { user, message, customId, values });
}

/** Uses a command of the context menu. */
export function useCommand(
  user: string,
  channel: string,
  command: string,
  on: { message: string } | { target: string },
): Promise<Outcome> {
  return act('/playground/use', { user, channel, command, ...on });
}

/** Submits a modal. */
export function submitModal(
  user: string,
  interaction: string,
  values: Record<string, string | string[]>,
): Promise<Outcome> {
  return act('/playground/fill', { user, interaction, values });
}

/** Opens a direct message with somebody; undefined if there can't be one. */
export async function openDm(user: string, target: string): Promise<string | undefined> {
  const { ok, body } = await post('/playground/talk', { user, target });
  return ok ? (body as { channel: string }).channel : undefined;
}

/** Sets the language of a person's client. */
export function setLocale(user: string, locale: string): Promise<Outcome> {
  return act('/playground/speak', { user, locale });
}

/** Uses a control of the workbench. */
export function control(name: string, body: object): Promise<Outcome> {
  return act(`/workbench/${name}`, body);
}

/** The bot's autocomplete choices for the option being typed; empty if it offers none. */
export async function suggest(user: string, channel: string, text: string): Promise<Choice[]> {
  const answer = await post('/playground/suggest', { user, channel, text });
  const choices = (answer.body as { choices?: Choice[] }).choices;
  return answer.ok && Array.isArray(choices) ? choices : [];
}

interface Listener {
  event: (event: PlaygroundEvent) => void;
  /** The connection is lost and being retried. */
  lost: () => void;
  back: () => void;
}

/** Passes on what happens, as far as `user` may see it, until the returned function is called. */
export function listen(user: string, listener: Listener): () => void {
  const source = new EventSource(`/playground/events?${query({ user })}`);
  let isLost = false;
  source.onmessage = ({ data }) => {
    listener.event(JSON.parse(String(data)) as PlaygroundEvent);
  };
  source.onerror = () => {
    if (!isLost) listener.lost();
    isLost = true;
  };
  source.onopen = () => {
    if (isLost) listener.back();
    isLost = false;
  };
  return () => {
    source.close();
  };
}

async function act(path: string, body: object): Promise<Outcome> {
  const answer = await post(path, body);
  const { modal } = answer.body as { modal?: Modal };
  if (answer.ok) return modal === undefined ? { ok: true } : { ok: true, modal };
  const { error } = answer.body as { error?: unknown };
  return { ok: false, error: typeof error === 'string' ? error : 'This interaction failed' };
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

async function post(path: string, body: object): Promise<{ ok: boolean; body: object }> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json().catch(() => ({}));
    return { ok: response.ok, body: answer instanceof Object ? answer : {} };
  } catch {
    return { ok: false, body: { error: "The playground doesn't answer. Is it still running?" } };
  }
}

function query(values: Record<string, string>): string {
  return new URLSearchParams(values).toString();
}
