import { channelMention, roleMention } from '../../src/discord/api.ts';
import { type Call, type Context, UserError } from '../../src/command.ts';
import {
  DEFAULT_STYLE,
  DEFAULT_SUMMARY,
  DIGEST_STYLES,
  SUMMARY_SOURCES,
} from '../../src/messages/digest-styles.ts';
import { escapeText, fitText } from '../../src/messages/text.ts';
import { splitCategories } from '../../src/input/categories.ts';
import { isQuietTime, parseQuietHours, parseTimeOfDay } from '../../src/input/time-of-day.ts';
import { parseTimeZone } from '../../src/input/time-zones.ts';
import type { Archive } from '../../src/archive/types.ts';
import type { QuietHours, Subscription } from '../../src/store/subscriptions.ts';
import { english, type Translate } from '../../src/i18n/translate.ts';
import { readCategory } from '../papers/query.ts';
import { permissionNames } from '../status/channel-state.ts';

/** The part of a subscription that the user chooses. */
type Settings = Pick<
  Subscription,
  | 'top'
  | 'categories'
  | 'time'
  | 'timeZone'
  | 'role'
  | 'silent'
  | 'publish'
  | 'quiet'
  | 'style'
  | 'summary'
>;

interface Target {
  guildId: string;
  channelId: string;
}

/** The value of an option; undefined if it was left out. */
type Option = Call['options'][string] | undefined;

const MAX_CATEGORIES = 25;

/**
 * The settings that a call asks for. Options that were left out keep their value, or the default.
 *
 * @throws UserError when an option can't be read, or when the settings contradict each other
 */
export function readSettings(
  { guildId, channelId }: Target,
  options: Call['options'],
  before: Subscription | undefined,
  { defaults, archive, t }: Pick<Context, 'defaults' | 'archive' | 't'>,
): Settings {
  const typedRole = options['role'] === undefined ? undefined : String(options['role']);
  // Discord's option can't be "no role", so @everyone means that. Its id is the server's.
  const role = typedRole === guildId ? undefined : (typedRole ?? before?.role);
  const silent = options['silent'] ?? before?.silent;
  const publish = options['publish'] ?? before?.publish;
  const typedQuiet = options['quiet'];
  const quiet = typeof typedQuiet === 'string' ? readQuietHours(typedQuiet) : before?.quiet;
  const settings: Settings = {
    top: Number(options['top'] ?? before?.top ?? 10),
    categories: readCategories(options['categories'], archive) ?? before?.categories ?? [],
    time: readTime(options['time']) ?? before?.time ?? defaults.time,
    timeZone: readTimeZone(options['timezone'], t) ?? before?.timeZone ?? defaults.timeZone,
    ...(role === undefined ? {} : { role }),
    ...(silent === true ? { silent } : {}),
    ...(publish === true ? { publish } : {}),
    ...(quiet ? { quiet } : {}),
    ...readLook(options, before),
  };
  checkSilent(settings, options, channelId);
  checkQuietHours(settings);
  return settings;
}

/** `cs.CV, stat, robotics` as codes; `all` as an empty list, which means no restriction. */
function readCategories(typed: Option, archive: Archive): string[] | undefined {
  if (typeof typed !== 'string') return undefined;
  if (typed.trim().toLowerCase() === 'all') return [];
  const codes = new Set(splitCategories(typed).map((part) => readCategory(part, archive)));
  if (codes.size === 0) {
    throw new UserError((t) => t('categories.none'));
  }
  if (codes.size > MAX_CATEGORIES) throw new UserError((t) => t('categories.too-many'));
  return [...codes];
}

/** `9:30` or `9:30 am` as `09:30`. */
function readTime(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const time = parseTimeOfDay(typed);
  if (time !== undefined) return time;
  throw new UserError((t) => t('time.unknown', { typed: fitText(typed, 40) }));
}

/** A time zone by its IANA name, from what `parseTimeZone` accepts. */
function readTimeZone(typed: Option, { language }: Translate): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const { zone, candidates } = parseTimeZone(typed, [language, english.language]);
  if (zone !== undefined) return zone;
  const values = { typed: fitText(typed, 60) };
  const near = candidates
    .slice(0, 3)
    .map((one) => `\`${one}\``)
    .join(', ');
  throw new UserError((t) =>
    near === '' ? t('timezone.unknown', values) : t('timezone.unknown-near', { ...values, near }),
  );
}

/** Defaults aren't stored. */
function readLook(
  options: Call['options'],
  before: Subscription | undefined,
): Pick<Settings, 'style' | 'summary'> {
  const style = DIGEST_STYLES.find((one) => one === options['style']) ?? before?.style;
  const summary = SUMMARY_SOURCES.find((one) => one === options['summary']) ?? before?.summary;
  return {
    ...(style === undefined || style === DEFAULT_STYLE ? {} : { style }),
    ...(summary === undefined || summary === DEFAULT_SUMMARY ? {} : { summary }),
  };
}

function readQuietHours(typed: string): QuietHours | undefined {
  const quiet = parseQuietHours(typed);
  switch (quiet) {
    case 'off':
      return undefined;
    case 'empty':
      throw new UserError((t) => t('quiet.empty'));
    case 'unknown':
      throw new UserError((t) => t('quiet.unknown', { typed: fitText(typed, 40) }));
    default:
      return quiet;
  }
}

function checkSilent(
  { role, silent }: Settings,
  options: Call['options'],
  channelId: string,
): void {
  if (role === undefined || silent !== true) return;
  const channel = channelMention(channelId);
  if (options['role'] === undefined) {
    throw new UserError((t) => t('silent.has-role', { channel, role: roleMention(role) }));
  }
  if (options['silent'] === undefined) {
    throw new UserError((t) => t('silent.is-silent', { channel }));
  }
  throw new UserError((t) => t('silent.and-role'));
}

function checkQuietHours({ time, quiet }: Settings): void {
  if (!quiet || !isQuietTime(time, quiet)) return;
  throw new UserError((t) => t('quiet.own-time', { time, ...quiet }));
}

/**
 * Checks with Discord that digests can be posted to a channel with these settings.
 *
 * @throws UserError that says what to do
 */
export async function checkChannel(
  { guildId, channelId }: Target,
  { role, publish }: Settings,
  options: Call['options'],
  context: Context,
): Promise<void> {
  const channel = channelMention(channelId);
  const { missing, isLocked, isAnnouncement } = await context.channelAccess(guildId, channelId);
  if (missing.length > 0) {
    throw new UserError((t) =>
      t('channel.lacks', { channel, permissions: permissionNames(t, missing) }),
    );
  }
  if (isLocked) {
    throw new UserError((t) => t('channel.locked', { channel }));
  }
  // Settings that this call doesn't change are no reason to refuse the others.
  if (publish === true && options['publish'] !== undefined && !isAnnouncement) {
    throw new UserError((t) => t('channel.no-announcements', { channel }));
  }
  if (role !== undefined && options['role'] !== undefined) {
    if (await context.mayMention(guildId, channelId, role)) return;
    throw new UserError((t) => t('channel.no-mention', { role: roleMention(role), channel }));
  }
}

/** `top 5 in cs.CV, 09:00 Europe/Berlin · mentions @readers · quiet 22:00-07:00`. */
export function settingsLine(t: Translate, subscription: Subscription): string {
  const { top, categories, time, timeZone, role, silent, publish, quiet } = subscription;
  const { style, summary } = subscription;
  // Ten channels with up to 25 categories each must fit in one message.
  const which = fitText(categories.join(', '), 60);
  const daily = { top, time, timeZone: escapeText(timeZone) };
  return [
    which === '' ? t('settings.top', daily) : t('settings.top-in', { ...daily, categories: which }),
    ...(style === 'full' ? [t('settings.style-full')] : []),
    ...(style === 'headlines' ? [t('settings.style-headlines')] : []),
    ...(summary === 'huggingface' ? [t('settings.summary-huggingface')] : []),
    ...(summary === 'off' ? [t('settings.summary-off')] : []),
    ...(role === undefined ? [] : [t('settings.role', { role: roleMention(role) })]),
    ...(silent === true ? [t('settings.silent')] : []),
    ...(publish === true ? [t('settings.publish')] : []),
    ...(quiet ? [t('settings.quiet', { ...quiet })] : []),
  ].join(' · ');
}
