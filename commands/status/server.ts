import { channelMention } from '../../src/discord/api.ts';
import type { Context, Reply } from '../../src/command.ts';
import { pageOf, pageRows } from '../../src/messages/components.ts';
import type { TranslationKey } from '../../src/i18n/translate.ts';
import { type ChannelState, describeChannel, STATES_BY_URGENCY } from './channel-state.ts';
import { archiveProblems, healthLines } from './health.ts';

const PAGE_SIZE = 10;

/** Show at a glance what needs attention. The text next to them says the same. */
const SIGNS: Record<ChannelState, string> = {
  problem: '🔴',
  late: '🟡',
  waiting: '⚪',
  empty: '⚪',
  posted: '🟢',
};

/**
 * The state of every subscribed channel of a server, most urgent first, and the parts of the archive
 * that couldn't be read.
 *
 * @param wanted the page, 0-based; beyond the last page, the last page is shown
 */
export function serverStatus(guildId: string, wanted: number, context: Context): Reply {
  const { t } = context;
  const all = context.subscriptions
    .ofGuild(guildId)
    .map((subscription) => ({
      channelId: subscription.channelId,
      ...describeChannel(subscription, context),
    }))
    .sort(
      (a, b) =>
        STATES_BY_URGENCY.indexOf(a.state) - STATES_BY_URGENCY.indexOf(b.state) ||
        (BigInt(a.channelId) < BigInt(b.channelId) ? -1 : 1),
    );
  const { items, page, pages } = pageOf(all, wanted, PAGE_SIZE);
  const lines = items.map(
    ({ channelId, state, description }) =>
      `${SIGNS[state]} ${channelMention(channelId)} ${description}`,
  );
  const heading = summary(
    all.map(({ state }) => state),
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
      components: pageRows(t, page, pages, (to) => `status:${to}`),
    },
    ephemeral: true,
  };
}

/** `2 channels got 2021-05-05 · 1 has a problem`. */
function summary(states: readonly ChannelState[], { archive, t }: Context): string {
  if (states.length === 0) return t('server.none');
  const day = archive.newest()?.day;
  const count = (state: ChannelState): number => states.filter((one) => one === state).length;
  const part = (state: ChannelState, key: TranslationKey): string[] =>
    count(state) === 0 ? [] : [t(key, { count: count(state) })];
  const posted = { count: count('posted') };
  return [
    day === undefined ? t('server.got-any', posted) : t('server.got', { ...posted, day }),
    ...part('problem', 'server.with-problem'),
    ...part('late', 'server.late'),
    ...part('waiting', 'server.waiting'),
    ...part('empty', 'server.empty'),
  ].join(' · ');
}
