import { describe, expect, it } from 'vitest';
import {
  channelToOpen,
  firstView,
  railGuilds,
  withChannel,
  withState,
} from '../../playground/page/channels/view.ts';
import { inOrder, signOf } from '../../playground/page/channels/view.ts';
import { moments, spanText } from '../../playground/page/workbench/moments.ts';
import type { Channel, State } from '../../playground/page/api/types.ts';

const channel = (id: string, type = 0, parent: string | null = null): Channel => ({
  id,
  name: id,
  type,
  parent,
});

const ada = { id: '1', name: 'ada', admin: true, bot: false };
const bot = { id: '9', name: 'Paperboy', admin: false, bot: true };

const state = (over: Partial<State> = {}): State => ({
  bot: { id: '9', username: 'Paperboy' },
  guilds: [
    {
      id: 'g',
      name: 'Paper Lab',
      channels: [channel('a'), channel('b')],
      roles: [],
      members: [bot, ada],
    },
    { id: 'h', name: 'Other', channels: [channel('c')], roles: [], members: [ada] },
  ],
  conversations: [],
  online: true,
  ...over,
});

describe('the list of channels', () => {
  it('has channels without a category first, then categories, and threads under their channel', () => {
    const channels = [
      channel('category', 4),
      channel('thread', 11, 'inside'),
      channel('inside', 0, 'category'),
      channel('loose'),
    ];
    expect(inOrder(channels).map(({ id }) => id)).toEqual([
      'loose',
      'category',
      'inside',
      'thread',
    ]);
  });

  it("keeps what belongs to a channel one can't see", () => {
    expect(inOrder([channel('inside', 0, 'hidden')]).map(({ id }) => id)).toEqual(['inside']);
  });

  it('marks each kind with its icon', () => {
    expect([0, 1, 5, 11, 15].map((type) => signOf(channel('x', type)))).toEqual([
      '#',
      '@',
      '📢',
      '🧵',
      '💬',
    ]);
  });
});

describe("the page's view", () => {
  const talking = state({
    conversations: [{ id: 'd', members: [{ id: '1', name: 'ada', bot: false }, bot] }],
  });

  it('begins with the first text channel, seen by its administrator', () => {
    const view = firstView(state());
    expect([view.guild.id, view.channel.id, view.user.name]).toEqual(['g', 'a', 'ada']);
  });

  it('has direct messages where there are any, named after the other person', () => {
    expect(railGuilds(state(), '1').map(({ id }) => id)).toEqual(['g', 'h']);
    const [home] = railGuilds(talking, '1');
    expect(home?.channels.map(({ name }) => name)).toEqual(['Paperboy']);
  });

  it('finds any channel, and remembers it as the one to return to', () => {
    const there = withChannel(firstView(talking), 'd');
    expect(there?.guild.name).toBe('Direct Messages');
    const second = withChannel(firstView(state()), 'b');
    const away = second && withChannel(second, 'c');
    expect(away?.guild.id).toBe('h');
    expect(away && channelToOpen(away, second.guild)?.id).toBe('b');
    expect(withChannel(firstView(state()), 'nowhere')).toBeUndefined();
  });

  it('goes to the first channel when the open one is gone', () => {
    const view = withChannel(firstView(state()), 'b') ?? firstView(state());
    const [first, ...others] = state().guilds;
    if (first === undefined) throw new Error('no server');
    const without = state({ guilds: [{ ...first, channels: [channel('a')] }, ...others] });
    expect(withState(view, without).channel.id).toBe('a');
  });
});

describe("the clock's moments", () => {
  const time = new Date(2026, 1, 28, 14, 30, 20).getTime();

  it('are whole minutes ahead, and the next nine in the morning', () => {
    expect(new Date(moments['Next minute'](time))).toEqual(new Date(2026, 1, 28, 14, 31));
    expect(new Date(moments['In 1 hour'](time))).toEqual(new Date(2026, 1, 28, 15, 31));
    const nine = new Date(2026, 2, 1, 9).getTime();
    expect(moments['Next 09:00'](time)).toBe(nine);
    expect(moments['Next 09:00'](new Date(2026, 2, 1, 0, 10).getTime())).toBe(nine);
    expect(moments['Next 09:00'](nine)).toBe(new Date(2026, 2, 2, 9).getTime());
  });

  it('are described by how far ahead they are', () => {
    expect([40_000, 3_540_000, 65_220_000, 90_000_000].map(spanText)).toEqual([
      '1 min',
      '59 min',
      '18 h 7 min',
      '1 day 1 h',
    ]);
  });
});
