/** The list of the bot's requests to Discord and the responses, newest first. */
import { element } from '../ui/dom.ts';
import type { State } from '../api/types.ts';
import type { Exchange } from '../../server/http/exchange.ts';

/** How many are kept on the page. */
const SHOWN = 150;

export function createRequestList(state: () => State) {
  const list = element('ol', { class: 'requests', 'aria-label': 'Requests of the bot' });
  const add = (request: Exchange) => {
    list.prepend(draw(request, state()));
    while (list.childElementCount > SHOWN) list.lastElementChild?.remove();
  };
  return {
    root: list,
    add,
    replace: (requests: Exchange[]) => {
      list.replaceChildren();
      requests.slice(-SHOWN).forEach(add);
    },
    clear: () => {
      list.replaceChildren();
    },
  };
}

function draw(request: Exchange, state: State): HTMLElement {
  const { status, method, path, ms, at } = request;
  const kind = status === null ? 'lost' : status >= 400 ? 'refused' : 'fine';
  const head = element(
    'summary',
    { title: `${method} ${path}` },
    element('span', { class: `request-status ${kind}` }, status === null ? 'lost' : String(status)),
    element('span', { class: 'request-method' }, method),
    element('span', { class: 'request-path' }, readablePath(path, state)),
    element('span', { class: 'request-ms' }, `${ms} ms`),
  );
  const entry = element('details', {}, head);
  // Drawn when first opened, since most never are.
  entry.addEventListener(
    'toggle',
    () => {
      entry.append(
        element('p', { class: 'request-when' }, new Date(at).toLocaleString(), ' · ', path),
        ...body('Asked', request.request),
        ...(status === null
          ? [element('p', {}, 'The connection broke before an answer was sent.')]
          : body('Answered', request.response)),
      );
    },
    { once: true },
  );
  return element('li', { class: `request ${kind}` }, entry);
}

/** The path with channel names instead of ids. */
function readablePath(path: string, { guilds, conversations }: State): string {
  const names = new Map([
    ...guilds.flatMap(({ channels }) => channels.map(({ id, name }) => [id, `#${name}`] as const)),
    ...conversations.map(({ id, members }) => {
      const person = members.find(({ bot }) => !bot);
      return [id, `@${person?.name ?? id}`] as const;
    }),
  ]);
  return path
    .replace(
      /\/\d{17,20}(?=[/?]|$)/g,
      (part) => `/${names.get(part.slice(1)) ?? '…' + part.slice(-4)}`,
    )
    .replace('/[token]', '/…');
}

function body(title: string, text: string): HTMLElement[] {
  if (text === '') return [element('p', {}, `${title}: nothing`)];
  return [element('p', {}, `${title}:`), element('pre', { tabindex: '0' }, pretty(text))];
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
