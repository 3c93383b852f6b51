import { type Call, type Context, UserError } from '../src/command.ts';
import { channelMention, roleMention } from '../src/discord/api.ts';
import { permissionNames } from './channel-state.ts';
import { isQuietAt, type QuietHours, readQuietHours } from './quiet-hours.ts';
import type { Subscription } from './settings.ts';
import { readCategories, readTime, readTimeZone } from './subscribe-options.ts';

/** What its owner chooses of a subscription. */
export type Settings = Pick<
  Subscription,
  'top' | 'categories' | 'time' | 'timeZone' | 'role' | 'silent' | 'publish' | 'quiet'
>;

interface Place {
  guildId: string;
  channelId: string;
}

/**
 * The settings that a call asks for; what it does not name stays as it was.
 *
 * @throws UserError where they do not fit together
 */
export function readSettings(
  { guildId, channelId }: Place,
  options: Call['options'],
  before: Subscription | undefined,
  { defaults, library, say }: Pick<Context, 'defaults' | 'library' | 'say'>,
): Settings {
  const typedRole = options['role'] === undefined ? undefined : String(options['role']);
  // Discord offers no empty role; the one that everybody has stands for none.
  const role = typedRole === guildId ? undefined : (typedRole ?? before?.role);
  const silent = options['silent'] ?? before?.silent;
  const publish = options['publish'] ?? before?.publish;
  const quiet = readQuiet(options['quiet'], before);
  const settings: Settings = {
    top: Number(options['top'] ?? before?.top ?? 10),
    categories: readCategories(options['categories'], library) ?? before?.categories ?? [],
    time: readTime(options['time']) ?? before?.time ?? defaults.time,
    timeZone: readTimeZone(options['timezone'], say) ?? before?.timeZone ?? defaults.timeZone,
    ...(role === undefined ? {} : { role }),
    ...(silent === true ? { silent } : {}),
    ...(publish === true ? { publish } : {}),
    ...(quiet ? { quiet } : {}),
  };
  checkSilence(settings, options, channelId);
  checkQuiet(settings);
  return settings;
}

function readQuiet(
  typed: Call['options'][string] | undefined,
  before: Subscription | undefined,
): QuietHours | undefined {
  return typeof typed === 'string' ? readQuietHours(typed) : before?.quiet;
}

function checkSilence(
  { role, silent }: Settings,
  options: Call['options'],
  channelId: string,
): void {
  if (role === undefined || silent !== true) return;
  const channel = channelMention(channelId);
  if (options['role'] === undefined) {
    throw new UserError((say) => say('silent.has-role', { channel, role: roleMention(role) }));
  }
  if (options['silent'] === undefined) {
    throw new UserError((say) => say('silent.is-silent', { channel }));
  }
  throw new UserError((say) => say('silent.and-role'));
}

function checkQuiet({ time, quiet }: Settings): void {
  if (!quiet || !isQuietAt(time, quiet)) return;
  throw new UserError((say) => say('quiet.own-time', { time, ...quiet }));
}

/**
 * Checks with Discord that a channel can get digests as the settings say.
 *
 * @throws UserError that says what to do
 */
export async function checkPlace(
  { guildId, channelId }: Place,
  { role, publish }: Settings,
  options: Call['options'],
  context: Context,
): Promise<void> {
  const channel = channelMention(channelId);
  const { missing, isLocked, isAnnouncement } = await context.channelAccess(guildId, channelId);
  if (missing.length > 0) {
    throw new UserError((say) =>
      say('channel.lacks', { channel, permissions: permissionNames(say, missing) }),
    );
  }
  if (isLocked) {
    throw new UserError((say) => say('channel.locked', { channel }));
  }
  // What is kept from earlier is no reason to refuse another change.
  if (publish === true && options['publish'] !== undefined && !isAnnouncement) {
    throw new UserError((say) => say('channel.no-announcements', { channel }));
  }
  if (role !== undefined && options['role'] !== undefined) {
    if (await context.mayMention(guildId, channelId, role)) return;
    throw new UserError((say) => say('channel.no-mention', { role: roleMention(role), channel }));
  }
}
