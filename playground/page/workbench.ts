/** The panel of what one wants when trying a daily bot: clock, digests, permissions, faults, requests. */
import { control } from './api.ts';
import { byId, element } from './dom.ts';
import { setClockOffset } from './page-clock.ts';
import { HOME, isThread, type View } from './view.ts';
import { createClockPanel } from './workbench-clock.ts';
import { createRequestList } from './workbench-requests.ts';
import type { WorkbenchEvent, WorkbenchState } from './workbench-wire.ts';

const PERMISSIONS = ['View Channel', 'Send Messages', 'Embed Links', 'Read Message History'];
const OPEN = 'workbench';

export function createWorkbench(view: () => View, told: { clockMoved: () => void }) {
  const panel = byId('workbench');
  const toggle = byId('workbench-toggle');
  const said = element('p', { class: 'workbench-error', role: 'alert' });
  let state: WorkbenchState = {
    offset: 0,
    outage: false,
    faults: 0,
    denied: {},
    newestDigest: null,
  };

  const use = async (name: string, body: object = {}) => {
    const outcome = await control(name, body);
    said.textContent = outcome.ok ? '' : outcome.error;
  };
  const button = (text: string, act: () => unknown, title?: string) => {
    const made = element('button', { type: 'button', title }, text);
    made.addEventListener('click', () => void act());
    return made;
  };

  const clock = createClockPanel((to) => void use('clock', { to }));
  const requests = createRequestList(() => view().state);

  const newest = element('span', { class: 'hint' });
  const drop = button('Drop tomorrow’s digest', () => use('digest'));

  const switches = PERMISSIONS.map((name) => {
    const box = element('input', { type: 'checkbox', role: 'switch', name });
    box.addEventListener('change', () => {
      const channel = overwritten();
      const denied = switches.filter((one) => !one.box.checked).map((one) => one.name);
      if (channel !== undefined) void use('permissions', { channel: channel.id, denied });
    });
    return { name, box, label: element('label', { class: 'switch-line' }, name, box) };
  });
  const permissionsTitle = element('h3', {});
  const permissions = element(
    'section',
    {},
    permissionsTitle,
    element('div', { class: 'switches' }, ...switches.map(({ label }) => label)),
  );
  /** The channel whose settings count here: a thread has those of its channel. */
  const overwritten = () => {
    const { guild, channel } = view();
    if (guild.id === HOME) return undefined;
    return isThread(channel) ? guild.channels.find(({ id }) => id === channel.parent) : channel;
  };

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

  const controls = (...parts: (Node | string)[]) => element('div', { class: 'controls' }, ...parts);
  const section = (title: string, ...parts: HTMLElement[]) =>
    element('section', {}, element('h3', {}, title), ...parts);

  panel.replaceChildren(
    element(
      'div',
      { class: 'workbench-controls' },
      said,
      element(
        'section',
        {},
        element('h3', {}, 'Clock', element('small', {}, 'You arrive 3 s early, and see it come')),
        clock.root,
      ),
      section('Digests', controls(drop, newest)),
      permissions,
      section(
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
    newest.textContent =
      state.newestDigest === null ? 'The folder is empty.' : `after ${state.newestDigest}`;
    drop.disabled = state.newestDigest === null;
    const channel = overwritten();
    permissions.hidden = channel === undefined;
    permissionsTitle.textContent = `${view().state.bot.username} in #${channel?.name ?? ''} may`;
    const denied = state.denied[channel?.id ?? ''] ?? [];
    for (const { name, box } of switches) box.checked = !denied.includes(name);
    outage.checked = state.outage;
    pending.textContent = state.faults === 0 ? '' : 'Set: the next posts go wrong.';
    clear.hidden = state.faults === 0;
  };

  const hear = (event: WorkbenchEvent) => {
    if (event.type === 'requests') requests.replace(event.requests);
    else if (event.type === 'request') {
      requests.add(event.request);
      state = { ...state, faults: event.faults };
      draw();
    } else {
      const isMoved = event.offset !== state.offset;
      state = event;
      setClockOffset(event.offset);
      clock.show();
      draw();
      if (isMoved) told.clockMoved();
    }
  };
  const source = new EventSource('/workbench/events');
  source.onmessage = ({ data }) => {
    hear(JSON.parse(String(data)) as WorkbenchEvent);
  };

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
  return { viewChanged: draw };
}
