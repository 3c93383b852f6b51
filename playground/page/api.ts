/** The server of the playground, as functions. A person's mistake is a value, not an exception. */
import type { Choice, Command, Form, Message, PlaygroundEvent, State } from './wire.ts';

/** What an act led to: perhaps a form to fill in. */
export type Outcome = { ok: true; form?: Form } | { ok: false; error: string };

/** @param user who looks; everything there is unless told */
export async function fetchState(user?: string): Promise<State> {
  const asked = user === undefined ? '' : `?${query({ user })}`;
  return (await get(`/playground/state${asked}`)) as State;
}

/** The commands this person is offered in this channel. */
export async function fetchCommands(user: string, channel: string): Promise<Command[]> {
  return (await get(`/playground/commands?${query({ user, channel })}`)) as Command[];
}

export async function fetchMessages(user: string, channel: string): Promise<Message[]> {
  return (await get(`/playground/messages?${query({ user, channel })}`)) as Message[];
}

/** What a person typed into a channel: a slash command, or words. */
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

/** Uses a command of the right-click menu. */
export function use(
  user: string,
  channel: string,
  command: string,
  on: { message: string } | { target: string },
): Promise<Outcome> {
  return act('/playground/use', { user, channel, command, ...on });
}

/** Sends a form off. */
export function fill(
  user: string,
  interaction: string,
  values: Record<string, string | string[]>,
): Promise<Outcome> {
  return act('/playground/fill', { user, interaction, values });
}

/** Opens the conversation with somebody; undefined when there can be none. */
export async function talk(user: string, target: string): Promise<string | undefined> {
  const { ok, body } = await post('/playground/talk', { user, target });
  return ok ? (body as { channel: string }).channel : undefined;
}

/** Sets the language of a person's client. */
export function speak(user: string, locale: string): Promise<Outcome> {
  return act('/playground/speak', { user, locale });
}

/** A control of the workbench. */
export function control(name: string, body: object): Promise<Outcome> {
  return act(`/workbench/${name}`, body);
}

/** The choices the bot offers for the option being typed; none when it has none to offer. */
export async function suggest(user: string, channel: string, text: string): Promise<Choice[]> {
  const answer = await post('/playground/suggest', { user, channel, text });
  const choices = (answer.body as { choices?: Choice[] }).choices;
  return answer.ok && Array.isArray(choices) ? choices : [];
}

export interface Listener {
  event: (event: PlaygroundEvent) => void;
  /** The connection is gone, and is being tried again. */
  lost: () => void;
  back: () => void;
}

/** Hears what happens, as `user` may see it, until the returned function is called. */
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
  const { modal } = answer.body as { modal?: Form };
  if (answer.ok) return modal === undefined ? { ok: true } : { ok: true, form: modal };
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
    return { ok: false, body: { error: 'The playground does not answer. Is it still running?' } };
  }
}

function query(values: Record<string, string>): string {
  return new URLSearchParams(values).toString();
}
