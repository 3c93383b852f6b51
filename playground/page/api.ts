/** The server of the playground, as functions. A person's mistake is a value, not an exception. */
import type { Choice, Message, PlaygroundEvent, State } from './wire.ts';

export type Outcome = { ok: true } | { ok: false; error: string };

export async function fetchState(): Promise<State> {
  return (await get('/playground/state')) as State;
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

export function restart(): Promise<Outcome> {
  return act('/workbench/restart', {});
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
  if ('modal' in answer.body) {
    return { ok: false, error: 'The bot opened a form; this page cannot show forms.' };
  }
  if (answer.ok) return { ok: true };
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
