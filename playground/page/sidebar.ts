/** What stands around the messages: channels, members, and who is looking. */
import { avatar } from './avatar.ts';
import { byId, element } from './dom.ts';
import type { Channel, Guild, Member, State } from './wire.ts';

export interface View {
  state: State;
  guild: Guild;
  user: Member;
  channel: Channel;
  /** Ids of channels with messages nobody has looked at. */
  unread: ReadonlySet<string>;
}

export interface ViewActs {
  openChannel: (id: string) => void;
  becomeUser: (id: string) => void;
}

/** Draws everything but the messages and the line. */
export function drawAround(view: View, acts: ViewActs): void {
  const { guild, channel, state } = view;
  document.title = `#${channel.name} | ${guild.name}`;
  byId('server').textContent = guild.name;
  byId('server-icon').textContent = guild.name.replaceAll(/(\p{L})\p{L}*\s*/gu, '$1');
  byId('channel-name').textContent = channel.name;
  byId('topic').textContent = channel.topic ?? '';
  drawChannels(view, acts);
  drawMembers(view);
  drawUsers(view, acts);
  const status = byId('status');
  status.textContent = state.online ? 'Bot online' : 'Bot offline';
  status.classList.toggle('online', state.online);
}

function drawChannels({ guild, channel, unread }: View, acts: ViewActs): void {
  const channels = guild.channels.map(({ id, name }) => {
    const made = element('button', { type: 'button', class: 'channel', 'data-channel': id }, name);
    made.classList.toggle('unread', unread.has(id));
    if (id === channel.id) made.setAttribute('aria-current', 'page');
    made.addEventListener('click', () => {
      acts.openChannel(id);
    });
    return made;
  });
  byId('channels').replaceChildren(...channels);
}

function drawMembers({ guild, state }: View): void {
  const draw = (member: Member) => {
    const online = !member.bot || state.online;
    const name = element('span', { class: 'member-name' }, member.name);
    const made = element(
      'div',
      { class: online ? 'member' : 'member offline' },
      face(member, online),
      name,
      member.bot ? element('span', { class: 'tag' }, 'App') : undefined,
      member.admin && !member.bot
        ? element('span', { class: 'crown', title: 'Manage Server' }, '👑')
        : undefined,
    );
    return made;
  };
  const people = guild.members.filter(({ bot }) => !bot);
  const apps = guild.members.filter(({ bot }) => bot);
  byId('members').replaceChildren(
    element('h2', {}, `Members — ${people.length}`),
    ...people.map(draw),
    element('h2', {}, `Apps — ${apps.length}`),
    ...apps.map(draw),
  );
}

function drawUsers({ guild, user }: View, acts: ViewActs): void {
  const people = guild.members.filter(({ bot }) => !bot);
  const buttons = people.map((member) => {
    const made = element(
      'button',
      {
        type: 'button',
        class: 'person',
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
      acts.becomeUser(member.id);
    });
    return made;
  });
  byId('people').replaceChildren(...buttons);
}

function face({ name, bot }: Member, online: boolean): HTMLElement {
  return element(
    'span',
    { class: 'face' },
    element('img', { src: avatar(name, bot), alt: '' }),
    element('span', { class: online ? 'dot online' : 'dot' }),
  );
}
