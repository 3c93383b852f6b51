/** The panel for trying out a daily bot: clock, digests, permissions, faults, requests. */
import { control } from '../api/client.ts';
import type { Channel } from '../api/types.ts';
import { HOME, isThread, type View } from '../channels/view.ts';
import { setClockOffset } from '../ui/clock.ts';
import { byId, element } from '../ui/dom.ts';
import { createClockPanel } from './clock.ts';
import { createRequestList } from './requests.ts';
import type { WorkbenchEvent, WorkbenchState } from './types.ts';

const PERMISSIONS = ['View Channel', 'Send Messages', 'Embed Links', 'Read Message History'];
/** Under which key the browser remembers whether the panel is open. */
const OPEN = 'workbench';

/** Uses a control, and shows the error if that fails. */
type Use = (name: string, body?: object) => Promise<void>;

const button = (text: string, act: () => unknown, title?: string): HTMLButtonElement => {
  const made = element('button', { type: 'button', title }, text);
  made.addEventListener('click', () => void act());
  return made;
};
const controls = (...parts: (Node | string)[]): HTMLElement =>
  element('div', { class: 'controls' }, ...parts);
const section = (title: string, ...parts: HTMLElement[]): HTMLElement =>
  element('section', {}, element('h3', {}, title), ...parts);

export function createWorkbench(view: () => View, { clockMoved }: { clockMoved: () => void }) {
  const error = element('p', { class: 'workbench-error', role: 'alert' });
  const use: Use = async (name, body = {}) => {
    const outcome = await control(name, body);
    error.textContent = outcome.ok ? '' : outcome.error;
  };
  let state: WorkbenchState = {
    offset: 0,
    outage: false,
    faults: 0,
    denied: {},
    newestDigest: null,
  };
  const clock = createClockPanel((to) => use('clock', { to }));
  const digests = createDigestControls(use);
  const permissions = createPermissionSwitches(use);
  const faults = createFaultControls(use);
  const requests = createRequestList(() => view().state);

  byId('workbench').replaceChildren(
    element(
      'div',
      { class: 'workbench-controls' },
      error,
      element(
        'section',
        {},
        element('h3', {}, 'Clock', element('small', {}, 'You arrive 3 s early, and see it come')),
        clock.root,
      ),
      digests.root,
      permissions.root,
      faults.root,
    ),
    element(
      'section',
      { class: 'requests-section' },
      element(
        'h3',
        {},
        'What the bot asks of Discord',
        button('Clear', () => {
          requests.clear();
        }),
      ),
      requests.root,
    ),
  );

  const draw = () => {
    const channel = channelWithOverwrites(view());
    digests.draw(state);
    permissions.draw(state, channel, view().state.bot.username);
    faults.draw(state);
  };

  const onEvent = (event: WorkbenchEvent) => {
    if (event.type === 'requests') {
      requests.replace(event.requests);
      return;
    }
    if (event.type === 'request') {
      requests.add(event.request);
      state = { ...state, faults: event.faults };
      draw();
      return;
    }
    const hasMoved = event.offset !== state.offset;
    state = event;
    setClockOffset(event.offset);
    clock.show();
    draw();
    if (hasMoved) clockMoved();
  };
  const source = new EventSource('/workbench/events');
  source.onmessage = ({ data }) => {
    onEvent(JSON.parse(String(data)) as WorkbenchEvent);
  };
  startToggle();
  return { viewChanged: draw };
}

/** The channel whose permission overwrites apply: for a thread, its parent; for DMs, none. */
function channelWithOverwrites({ guild, channel }: View): Channel | undefined {
  if (guild.id === HOME) return undefined;
  return isThread(channel) ? guild.channels.find(({ id }) => id === channel.parent) : channel;
}

function createDigestControls(use: Use) {
  const newest = element('span', { class: 'hint' });
  const drop = button('Drop tomorrow’s digest', () => use('digest'));
  return {
    root: section('Digests', controls(drop, newest)),
    draw({ newestDigest }: WorkbenchState) {
      newest.textContent = newestDigest === null ? 'The folder is empty.' : `after ${newestDigest}`;
      drop.disabled = newestDigest === null;
    },
  };
}

function createPermissionSwitches(use: Use) {
  let channelId: string | undefined;
  const switches = PERMISSIONS.map((name) => {
    const box = element('input', { type: 'checkbox', role: 'switch', name });
    box.addEventListener('change', () => {
      const denied = switches.filter((one) => !one.box.checked).map((one) => one.name);
      if (channelId !== undefined) void use('permissions', { channel: channelId, denied });
    });
    return { name, box, label: element('label', { class: 'switch-line' }, name, box) };
  });
  const title = element('h3', {});
  const labels = switches.map(({ label }) => label);
  const root = element('section', {}, title, element('div', { class: 'switches' }, ...labels));
  return {
    root,
    draw({ denied }: WorkbenchState, channel: Channel | undefined, botName: string) {
      channelId = channel?.id;
      root.hidden = channel === undefined;
      title.textContent = `${botName} in #${channel?.name ?? ''} may`;
      const deniedHere = denied[channel?.id ?? ''] ?? [];
      for (const { name, box } of switches) box.checked = !deniedHere.includes(name);
    },
  };
}

function createFaultControls(use: Use) {
  const times = element('input', {
    type: 'number',
    min: '1',
    max: '50',
    value: '1',
    'aria-label': 'How many posts',
  });
  const fault = (text: string, kind: string, title: string) =>
    button(text, () => use('fault', { kind, times: Number(times.value) || 1 }), title);
  const pending = element('p', { class: 'pending', role: 'status' });
  const clear = button('None after all', () => use('clear-faults'));
  const outage = element('input', { type: 'checkbox', role: 'switch', name: 'outage' });
  outage.addEventListener('change', () => void use('outage', { on: outage.checked }));
  return {
    root: section(
      'Faults',
      controls('The next', times, 'posts into channels:', clear),
      controls(
        fault('Fail with 500', 'server-error', 'Discord answers 500 and posts nothing'),
        fault('Rate limit', 'rate-limit', 'Discord answers 429: wait five seconds'),
        fault('Lose the answer', 'lost-answer', 'It is posted, and the answer never arrives'),
      ),
      pending,
      element('label', { class: 'switch-line' }, 'All of Discord is down', outage),
      controls(
        button('Cut the connection', () => use('gateway'), 'The bot must connect and resume'),
        button('Restart the bot', () => use('restart'), 'On the same database'),
      ),
    ),
    draw(state: WorkbenchState) {
      outage.checked = state.outage;
      pending.textContent = state.faults === 0 ? '' : 'Set: the next posts go wrong.';
      clear.hidden = state.faults === 0;
    },
  };
}

/** Opens and closes the panel with its button, and remembers that in the browser. */
function startToggle(): void {
  const panel = byId('workbench');
  const toggle = byId('workbench-toggle');
  const setOpen = (isOpen: boolean) => {
    panel.hidden = !isOpen;
    document.body.classList.toggle('with-workbench', isOpen);
    toggle.setAttribute('aria-expanded', String(isOpen));
  };
  toggle.addEventListener('click', () => {
    const isOpen = panel.hidden !== false;
    localStorage.setItem(OPEN, isOpen ? 'open' : 'closed');
    setOpen(isOpen);
  });
  setOpen(localStorage.getItem(OPEN) === 'open');
}
