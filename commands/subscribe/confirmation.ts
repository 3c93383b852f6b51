import {
  ButtonStyle,
  channelMention,
  ComponentType,
  messageLink,
  roleMention,
} from '../../src/discord/api.ts';
import {
  type Call,
  type ComponentHandler,
  type Context,
  type Reply,
  UserError,
} from '../../src/command.ts';
import { matchCategory } from '../../src/digest/categories.ts';
import {
  DEFAULT_STYLE,
  DEFAULT_SUMMARY,
  type DigestStyle,
  type SummarySource,
} from '../../src/messages/digest-styles.ts';
import { fullDateTime, relativeTime } from '../../src/messages/timestamps.ts';
import { escapeText } from '../../src/messages/text.ts';
import { daylightSavingZone } from '../../src/input/time-zones.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { describeReason } from '../../src/i18n/reason.ts';
import type { TranslationKey, Translate } from '../../src/i18n/translate.ts';

/**
 * Says what a channel will get, and when in the reader's own time zone, with a button to post the
 * newest digest now if the channel hasn't got it.
 *
 * @param options as typed, because settings that were just switched off are mentioned too
 */
export function confirmation(
  subscription: Subscription,
  hasChanged: boolean,
  options: Call['options'],
  context: Context,
): Reply {
  const { channelId, top, categories, time, timeZone, last } = subscription;
  const { t } = context;
  const next = context.nextDelivery(subscription);
  const newest = context.archive.newest();
  const daily = { channel: channelMention(channelId), top, time, timeZone };
  const inSome = { ...daily, categories: categories.join(', ') };
  const lines = [
    categories.length === 0
      ? t(hasChanged ? 'subscribed.changed' : 'subscribed.new', daily)
      : t(hasChanged ? 'subscribed.changed-in' : 'subscribed.new-in', inSome),
    ...(options['timezone'] === undefined ? [] : daylightSavingLines(t, timeZone)),
    ...settingLines(t, subscription, options),
    t('subscribed.next', { at: fullDateTime(next), when: relativeTime(next) }),
    ...unknownCategoryLines(t, categories),
  ];
  const content = lines.join('\n');
  if (!newest || (last?.day === newest.day && last.kind === 'sent')) {
    return { message: { content }, ephemeral: true };
  }
  return {
    message: {
      content,
      components: [
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              style: ButtonStyle.Primary,
              label: t('post.button', { day: newest.day }),
              custom_id: `post:${channelId}`,
            },
          ],
        },
      ],
    },
    ephemeral: true,
  };
}

/** `post:CHANNEL`, the confirmation's button: posts the newest digest now. */
export const postNow: ComponentHandler = async ({ state, guildId }, context) => {
  const subscription = context.subscriptions.get(state);
  if (guildId === undefined || subscription?.guildId !== guildId) {
    throw new UserError((t) => t('post.unsubscribed'));
  }
  const { t } = context;
  const delivery = await context.deliver(subscription);
  const values = { day: delivery.day, channel: channelMention(subscription.channelId) };
  const reply = (content: string): Reply => ({ message: { content }, ephemeral: true });
  if (delivery.kind === 'sent') {
    const link = messageLink(subscription.channelId, delivery.messageId, guildId);
    return reply(t(delivery.before ? 'post.again' : 'post.done', { ...values, link }));
  }
  const reason = escapeText(describeReason(t, delivery.reason));
  switch (delivery.kind) {
    case 'skipped':
      return reply(t('post.nothing', { ...values, reason }));
    case 'pending':
      return reply(t('post.pending', { ...values, reason }));
    case 'failed':
      return reply(t('post.failed', { ...values, reason }));
  }
};

/** Someone who types EST may well mean the time of New York, which differs in summer. */
function daylightSavingLines(t: Translate, zone: string): string[] {
  const city = daylightSavingZone(zone);
  return city === undefined ? [] : [t('timezone.no-summer', { zone, city })];
}

const STYLE_LINES = {
  brief: 'subscribed.style-brief',
  full: 'subscribed.style-full',
  headlines: 'subscribed.style-headlines',
} as const satisfies Record<DigestStyle, TranslationKey>;

const SUMMARY_LINES = {
  authors: 'subscribed.summary-authors',
  huggingface: 'subscribed.summary-huggingface',
  off: 'subscribed.summary-off',
} as const satisfies Record<SummarySource, TranslationKey>;

/** A line for each setting that is on or was just switched off. */
function settingLines(
  t: Translate,
  { role, silent, publish, quiet, style, summary }: Subscription,
  options: Call['options'],
): string[] {
  const line = (name: string, on: string | undefined, off: string): string[] => {
    if (on !== undefined) return [on];
    return options[name] === undefined ? [] : [off];
  };
  return [
    ...line(
      'style',
      style === undefined ? undefined : t(STYLE_LINES[style]),
      t(STYLE_LINES[DEFAULT_STYLE]),
    ),
    // Headlines have no such line.
    ...(style === 'headlines'
      ? []
      : line(
          'summary',
          summary === undefined ? undefined : t(SUMMARY_LINES[summary]),
          t(SUMMARY_LINES[DEFAULT_SUMMARY]),
        )),
    ...line(
      'role',
      role === undefined ? undefined : t('subscribed.role', { role: roleMention(role) }),
      t('subscribed.no-role'),
    ),
    ...line('silent', silent === true ? t('subscribed.silent') : undefined, t('subscribed.loud')),
    ...line(
      'publish',
      publish === true ? t('subscribed.publish') : undefined,
      t('subscribed.no-publish'),
    ),
    ...line(
      'quiet',
      quiet ? t('subscribed.quiet', { ...quiet }) : undefined,
      t('subscribed.no-quiet'),
    ),
  ];
}

/** A warning about well-formed codes that aren't arXiv's, which may be new ones. */
function unknownCategoryLines(t: Translate, codes: readonly string[]): string[] {
  const unknown = codes.filter((code) => matchCategory(code)?.name === undefined);
  return unknown.length === 0
    ? []
    : [
        t('subscribed.unknown-category', {
          codes: unknown.map((code) => `**${code}**`).join(', '),
        }),
      ];
}
