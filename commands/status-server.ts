import type { Context, Reply } from '../src/command.ts';
import { plural } from '../src/embeds/words.ts';
import { type ChannelState, KINDS, stateOf } from './channel-state.ts';
import { archiveProblems, healthLines } from './health.ts';
import { channelMention } from './show.ts';
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
  const place = pages > 1 ? ` · page ${at + 1} of ${pages}` : '';
  const problems = archiveProblems(context);
  return {
    message: {
      content: [
        summary(
          all.map(({ state }) => state.kind),
          context,
        ) + place,
        ...healthLines(context),
      ].join('\n'),
      embeds: [
        ...(lines.length === 0 ? [] : [{ description: lines.join('\n') }]),
        ...(problems.length === 0
          ? []
          : [{ title: 'Digest files I could not read whole', description: problems.join('\n') }]),
      ],
      components: pages > 1 ? [turners(at, pages, (to) => `status:${to}`)] : [],
    },
    isPrivate: true,
  };
}

/** `2 channels got 2021-05-05 · 1 is in trouble`. */
function summary(kinds: readonly ChannelState['kind'][], { library }: Context): string {
  if (kinds.length === 0) {
    return 'No channel of this server gets the daily papers yet. `/subscribe` in the channel that should.';
  }
  const day = library.newest()?.day;
  const count = (kind: ChannelState['kind']): number => kinds.filter((one) => one === kind).length;
  const told = (kind: ChannelState['kind'], words: string): string[] =>
    count(kind) === 0 ? [] : [`${count(kind)} ${words}`];
  const is = (kind: ChannelState['kind']): string => (count(kind) === 1 ? 'is' : 'are');
  return [
    `**${plural(count('posted'), 'channels')}** got ${day ?? 'a digest'}`,
    ...told('trouble', `${is('trouble')} in trouble`),
    ...told('late', `${is('late')} late`),
    ...told('waiting', 'still to come'),
    ...told('empty', 'with nothing to post'),
  ].join(' · ');
}
