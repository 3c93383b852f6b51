import type { Context, Reply } from '../src/command.ts';
import { channelMention } from '../src/discord/api.ts';
import type { Key } from '../src/words/catalogue.ts';
import { type ChannelState, KINDS, stateOf } from './channel-state.ts';
import { archiveProblems, healthLines } from './health.ts';
import { turners } from './turners.ts';

const PAGE_SIZE = 10;

/** So that a phone shows at a glance what needs attention; the words say it as well. */
const SIGNS: Record<ChannelState['kind'], string> = {
  trouble: '🔴',
  late: '🟡',
  waiting: '⚪',
  empty: '⚪',
  posted: '🟢',
};

/**
 * Every subscribed channel of a server with a line on where it stands, those that need attention
 * first, and what could not be read of the archive.
 *
 * @param wanted the page, 0-based; one beyond the last gives the last
 */
export function serverStatus(guildId: string, wanted: number, context: Context): Reply {
  const { say } = context;
  const all = context.subscriptions
    .ofGuild(guildId)
    .map(({ channelId, ...rest }) => ({
      channelId,
      state: stateOf({ channelId, ...rest }, context),
    }))
    .sort(
      (a, b) =>
        KINDS.indexOf(a.state.kind) - KINDS.indexOf(b.state.kind) ||
        (BigInt(a.channelId) < BigInt(b.channelId) ? -1 : 1),
    );
  const pages = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const at = Math.min(Math.max(0, Number.isInteger(wanted) ? wanted : 0), pages - 1);
  const lines = all
    .slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE)
    .map(
      ({ channelId, state }) => `${SIGNS[state.kind]} ${channelMention(channelId)} ${state.words}`,
    );
  const heading = summary(
    all.map(({ state }) => state.kind),
    context,
  );
  const problems = archiveProblems(context);
  return {
    message: {
      content: [
        pages > 1 ? say('page.of-channels', { heading, page: at + 1, pages }) : heading,
        ...healthLines(context),
      ].join('\n'),
      embeds: [
        ...(lines.length === 0 ? [] : [{ description: lines.join('\n') }]),
        ...(problems.length === 0
          ? []
          : [{ title: say('server.problems'), description: problems.join('\n') }]),
      ],
      components: pages > 1 ? [turners(say, at, pages, (to) => `status:${to}`)] : [],
    },
    isPrivate: true,
  };
}

/** `2 channels got 2021-05-05 · 1 is in trouble`. */
function summary(kinds: readonly ChannelState['kind'][], { library, say }: Context): string {
  if (kinds.length === 0) return say('server.none');
  const day = library.newest()?.day;
  const count = (kind: ChannelState['kind']): number => kinds.filter((one) => one === kind).length;
  const told = (kind: ChannelState['kind'], key: Key): string[] =>
    count(kind) === 0 ? [] : [say(key, { count: count(kind) })];
  const posted = { count: count('posted') };
  return [
    day === undefined ? say('server.got-any', posted) : say('server.got', { ...posted, day }),
    ...told('trouble', 'server.trouble'),
    ...told('late', 'server.late'),
    ...told('waiting', 'server.waiting'),
    ...told('empty', 'server.empty'),
  ].join(' · ');
}
