import { channelMention } from '../../src/discord/api.ts';
import type { Context, Reply } from '../../src/command.ts';
import { pageOf, paginationRow } from '../../src/messages/pagination.ts';
import type { Key } from '../../src/i18n/catalogue.ts';
import { type ChannelState, KINDS, stateOf } from './channel-state.ts';
import { archiveProblems, healthLines } from './health.ts';

const PAGE_SIZE = 10;

/** They show at a glance what needs attention; the words next to them say the same. */
const SIGNS: Record<ChannelState['kind'], string> = {
  trouble: '🔴',
  late: '🟡',
  waiting: '⚪',
  empty: '⚪',
  posted: '🟢',
};

/**
 * The state of every subscribed channel of a server, those that need attention first, and which
 * parts of the archive couldn't be read.
 *
 * @param wanted the page, 0-based; beyond the last page, the last page is shown
 */
export function serverStatus(guildId: string, wanted: number, context: Context): Reply {
  const { t } = context;
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
  const { items, page, pages } = pageOf(all, wanted, PAGE_SIZE);
  const lines = items.map(
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
        pages > 1 ? t('page.of-channels', { heading, page: page + 1, pages }) : heading,
        ...healthLines(context),
      ].join('\n'),
      embeds: [
        ...(lines.length === 0 ? [] : [{ description: lines.join('\n') }]),
        ...(problems.length === 0
          ? []
          : [{ title: t('server.problems'), description: problems.join('\n') }]),
      ],
      components: pages > 1 ? [paginationRow(t, page, pages, (to) => `status:${to}`)] : [],
    },
    ephemeral: true,
  };
}

/** `2 channels got 2021-05-05 · 1 is in trouble`. */
function summary(kinds: readonly ChannelState['kind'][], { archive, t }: Context): string {
  if (kinds.length === 0) return t('server.none');
  const day = archive.newest()?.day;
  const count = (kind: ChannelState['kind']): number => kinds.filter((one) => one === kind).length;
  const part = (kind: ChannelState['kind'], key: Key): string[] =>
    count(kind) === 0 ? [] : [t(key, { count: count(kind) })];
  const posted = { count: count('posted') };
  return [
    day === undefined ? t('server.got-any', posted) : t('server.got', { ...posted, day }),
    ...part('trouble', 'server.trouble'),
    ...part('late', 'server.late'),
    ...part('waiting', 'server.waiting'),
    ...part('empty', 'server.empty'),
  ].join(' · ');
}
