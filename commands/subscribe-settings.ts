import { type Call, type Context, UserError } from '../src/command.ts';
import { isQuietAt, type QuietHours, readQuietHours } from './quiet-hours.ts';
import type { Subscription } from './settings.ts';
import { roleMention } from './settings.ts';
import { channelMention } from './show.ts';
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
  defaults: Context['defaults'],
): Settings {
  const typedRole = options['role'] === undefined ? undefined : String(options['role']);
  if (typedRole === guildId && before?.role === undefined) {
    throw new UserError(
      'I never mention @everyone. Choose another role, or leave `role` out to mention none.',
    );
  }
  // Discord offers no empty role; the one that everybody has takes the mention away again.
  const role = typedRole === guildId ? undefined : (typedRole ?? before?.role);
  const silent = options['silent'] ?? before?.silent;
  const publish = options['publish'] ?? before?.publish;
  const quiet = readQuiet(options['quiet'], before);
  const settings: Settings = {
    top: Number(options['top'] ?? before?.top ?? 10),
    categories: readCategories(options['categories']) ?? before?.categories ?? [],
    time: readTime(options['time']) ?? before?.time ?? defaults.time,
    timeZone: readTimeZone(options['timezone']) ?? before?.timeZone ?? defaults.timeZone,
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
  const why = 'A silent digest notifies nobody, so it can mention no role.';
  if (options['role'] === undefined) {
    throw new UserError(
      `${why} ${channelMention(channelId)} mentions ${roleMention(role)}: add \`role:@everyone\` to mention none.`,
    );
  }
  if (options['silent'] === undefined) {
    throw new UserError(
      `${why} ${channelMention(channelId)} is silent: add \`silent:False\` to be notified.`,
    );
  }
  throw new UserError(`${why} Choose either \`role\` or \`silent:True\`.`);
}

function checkQuiet({ time, quiet }: Settings): void {
  if (!quiet || !isQuietAt(time, quiet)) return;
  throw new UserError(
    `The digest's own time, ${time}, lies in the quiet hours from ${quiet.from} to ${quiet.to}. ` +
      'Change one of them with `time` or `quiet`; `quiet:off` ends the quiet hours.',
  );
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
  const where = channelMention(channelId);
  const { missing, isLocked, isAnnouncement } = await context.channelAccess(guildId, channelId);
  if (missing.length > 0) {
    const names = missing.map((name) => `**${name}**`).join(', ');
    throw new UserError(
      `I can't post in ${where} yet: there I lack ${names}. Give them to my role ` +
        "in that channel's settings under Permissions, then use `/subscribe` again.",
    );
  }
  if (isLocked) {
    throw new UserError(
      `The thread ${where} is locked. Unlock it, or give my role **Manage Threads** in its ` +
        "channel's settings under Permissions, then use `/subscribe` again.",
    );
  }
  // What is kept from earlier is no reason to refuse another change.
  if (publish === true && options['publish'] !== undefined && !isAnnouncement) {
    throw new UserError(
      `Only announcement channels can be followed, and ${where} is none. Leave \`publish\` out, or make ` +
        'it an announcement channel in its settings.',
    );
  }
  if (role !== undefined && options['role'] !== undefined) {
    if (await context.mayMention(guildId, channelId, role)) return;
    throw new UserError(
      `I may not mention ${roleMention(role)} in ${where}. Make the role mentionable in Server ` +
        'Settings → Roles, or give my role **Mention @everyone, @here and All Roles**, then use ' +
        '`/subscribe` again.',
    );
  }
}
