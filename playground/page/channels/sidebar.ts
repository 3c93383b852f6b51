/** What surrounds the messages: servers, channels, members, and whose view it is. */
import { avatar } from '../ui/avatar.ts';
import { byId, element } from '../ui/dom.ts';
import {
  DM,
  HOME,
  isForum,
  isTextual,
  isThread,
  inOrder,
  railGuilds,
  signOf,
  type View,
} from './view.ts';
import type { Channel, Member } from '../api/types.ts';

export interface ViewActions {
  openChannel: (id: string) => void;
  openGuild: (id: string) => void;
  becomeUser: (id: string) => void;
  /** Opens a member's context menu. */
  memberMenu: (member: Member, at: HTMLElement, event: Event) => void;
}

/** Draws everything but the messages and the composer. */
export function drawSidebars(view: View, actions: ViewActions): void {
  const { guild, channel, state } = view;
  const sign = signOf(channel);
  document.title = `${channel.type === DM ? '@' : '#'}${channel.name} | ${guild.name}`;
  byId('server').textContent = guild.name;
  byId('channel-sign').textContent = sign;
  byId('channel-name').textContent = channel.name;
  byId('topic').textContent = channel.topic ?? '';
  drawRail(view, actions);
  drawChannels(view, actions);
  drawMembers(view, actions);
  drawUsers(view, actions);
  (byId('language') as HTMLSelectElement).value = state.locale ?? 'en-US';
  const status = byId('status');
  status.textContent = state.online ? 'Bot online' : 'Bot offline';
  status.classList.toggle('online', state.online);
}

/**
 * On a narrow page, servers, channels and people lie over the messages and open with a button. They
 * close once one is chosen, with Escape, and with a click beside them.
 *
 * @returns closes them
 */
export function startSidebarToggle(): () => void {
  const toggle = byId('sidebar-toggle');
  const isOpen = () => document.body.classList.contains('with-sidebar');
  const setOpen = (open: boolean) => {
    document.body.classList.toggle('with-sidebar', open);
    toggle.setAttribute('aria-expanded', String(open));
  };
  const close = () => {
    setOpen(false);
  };
  toggle.addEventListener('click', (event) => {
    event.stopPropagation();
    setOpen(!isOpen());
  });
  document.querySelector('main')?.addEventListener('click', close);
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !isOpen()) return;
    close();
    toggle.focus();
  });
  return close;
}

/** Replaces a list's children. The entry that had the focus keeps it. */
function refill(list: HTMLElement, children: (HTMLElement | undefined)[]): void {
  const focused = document.activeElement;
  const key =
    focused instanceof HTMLElement && list.contains(focused) ? focused.dataset['key'] : undefined;
  list.replaceChildren(...children.filter((child) => child !== undefined));
  if (key !== undefined)
    list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function drawRail({ state, guild, user, unread }: View, actions: ViewActions): void {
  const icons = railGuilds(state, user.id).map(({ id, name, channels }) => {
    const text = id === HOME ? '💬' : name.replaceAll(/(\p{L})\p{L}*\s*/gu, '$1');
    const made = element(
      'button',
      { type: 'button', class: 'server-icon', title: name, 'aria-label': name, 'data-key': id },
      text,
    );
    made.classList.toggle('home', id === HOME);
    made.classList.toggle(
      'unread',
      id !== guild.id && channels.some((channel) => unread.has(channel.id)),
    );
    if (id === guild.id) made.setAttribute('aria-current', 'page');
    made.addEventListener('click', () => {
      actions.openGuild(id);
    });
    return made;
  });
  refill(byId('rail'), icons);
}

function drawChannels({ guild, channel, unread }: View, actions: ViewActions): void {
  const shown = inOrder(guild.channels).filter(
    ({ archived, id }) => archived !== true || id === channel.id,
  );
  const channels = shown.map((one) => {
    if (one.type === 4) return element('h2', { class: 'category' }, one.name);
    const made = element(
      'button',
      { type: 'button', class: 'channel', 'data-channel': one.id, 'data-key': one.id },
      drawSign(one),
      element('span', { class: 'channel-text' }, one.name),
    );
    made.classList.toggle('unread', unread.has(one.id));
    made.classList.toggle('thread', isThread(one));
    made.disabled = !isTextual(one) && !isForum(one);
    if (one.id === channel.id) made.setAttribute('aria-current', 'page');
    made.addEventListener('click', () => {
      actions.openChannel(one.id);
    });
    return made;
  });
  const head = guild.id === HOME ? element('h2', {}, 'Direct messages') : undefined;
  refill(byId('channels'), [head, ...channels]);
}

function drawSign(channel: Channel): HTMLElement {
  if (channel.type === DM)
    return element('img', { class: 'channel-face', src: avatar(channel.name, true), alt: '' });
  const sign = signOf(channel);
  return element(
    'span',
    { class: sign === '#' ? 'sign' : 'sign picture', 'aria-hidden': 'true' },
    sign,
  );
}

function drawMembers({ guild, state, commands }: View, actions: ViewActions): void {
  const draw = (member: Member) => {
    const online = !member.bot || state.online;
    const made = element(
      'button',
      {
        type: 'button',
        class: online ? 'member' : 'member offline',
        'data-key': member.id,
        'aria-haspopup': 'menu',
        title: commands.length > 0 ? `${member.name}: message, apps` : member.name,
      },
      face(member, online),
      element('span', { class: 'member-name' }, member.name),
      member.bot ? element('span', { class: 'tag' }, 'App') : undefined,
      member.admin && !member.bot
        ? element('span', { class: 'crown', title: 'Manage Server' }, '👑')
        : undefined,
    );
    const open = (event: Event) => {
      event.preventDefault();
      actions.memberMenu(member, made, event);
    };
    made.addEventListener('contextmenu', open);
    made.addEventListener('click', open);
    return made;
  };
  const people = guild.members.filter(({ bot }) => !bot);
  const apps = guild.members.filter(({ bot }) => bot);
  refill(byId('members'), [
    element('h2', {}, `Members — ${people.length}`),
    ...people.map(draw),
    apps.length > 0 ? element('h2', {}, `Apps — ${apps.length}`) : undefined,
    ...apps.map(draw),
  ]);
}

function drawUsers({ state, user }: View, actions: ViewActions): void {
  const people = new Map<string, Member>();
  for (const member of state.guilds.flatMap(({ members }) => members)) {
    const before = people.get(member.id);
    if (!member.bot)
      people.set(member.id, { ...member, admin: member.admin || before?.admin === true });
  }
  const buttons = [...people.values()].map((member) => {
    const made = element(
      'button',
      {
        type: 'button',
        class: 'person',
        'data-key': member.id,
        'aria-pressed': String(member.id === user.id),
        title: `Look and type as ${member.name}`,
      },
      face(member, true),
      element(
        'span',
        { class: 'person-text' },
        element('span', { class: 'person-name' }, member.name),
        element('span', { class: 'person-role' }, member.admin ? 'Manage Server' : 'Member'),
      ),
    );
    made.addEventListener('click', () => {
      actions.becomeUser(member.id);
    });
    return made;
  });
  refill(byId('people'), buttons);
}

function face({ name, bot }: Member, online: boolean): HTMLElement {
  return element(
    'span',
    { class: 'face' },
    element('img', { src: avatar(name, bot), alt: '' }),
    element('span', { class: online ? 'dot online' : 'dot' }),
  );
}
