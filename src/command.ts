import {
  type APIApplicationCommandBooleanOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  type ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from './discord/api.ts';
import type { DayStatus } from './builder/schedule.ts';
import type { DeliveryForecast } from './schedule/plan.ts';
import type { DeliveryHealth } from './delivery/delivery.ts';
import type { Delivery } from './delivery/job.ts';
import type { Access } from './delivery/sender.ts';
import type { Day } from './digest/types.ts';
import type { Message } from './messages/message.ts';
import type { Archive } from './archive/types.ts';
import type { DeliveryRecord } from './store/deliveries.ts';
import type { CustomIdStore } from './store/custom-id-store.ts';
import type { Subscription, Subscriptions } from './store/subscriptions.ts';
import { english, type Translate } from './i18n/translate.ts';

/** One command. Dispatch, registration and `/help` all read the same list of these. */
export type Command = SlashCommand | MessageCommand;

interface AnyCommand {
  /** Who may run it: `manager` needs Manage Server, checked again before every call. */
  for: 'everyone' | 'manager';
  /**
   * What its buttons and menus do, by the part of their `custom_id` before the first colon. Their
   * whole state is in the rest of it, so they outlive a restart.
   */
  components?: Readonly<Record<string, ComponentHandler>>;
}

/** A command that is typed: what Discord is told of it, and what it answers. */
export interface SlashCommand extends AnyCommand {
  data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Answers the command. A `UserError` is shown as its sentence. */
  run(call: Call, context: Context): Promise<Reply> | Reply;
  /** Suggests values for the option being typed, at most 25. */
  autocomplete?(option: string, typed: string, context: Context): Promise<Choice[]> | Choice[];
}

/** A command in the menu of a message (right-click or long press, Apps). */
export interface MessageCommand extends AnyCommand {
  data: RESTPostAPIContextMenuApplicationCommandsJSONBody & {
    type: ApplicationCommandType.Message;
  };
  /** What it does, for `/help`: Discord has no place for a description of such a command. */
  summary: string;
  /**
   * Answers the command, always to the one who used it only: what they read up on is nobody's
   * business. A `UserError` is shown as its sentence.
   */
  runOn(call: MessageCall, context: Context): Promise<Reply> | Reply;
}

export type ComponentHandler = (press: ComponentCall, context: Context) => Promise<Reply> | Reply;

export type Choice = APIApplicationCommandOptionChoice<string>;

/** Who did something, and where. */
export interface Caller {
  userId: string;
  /**
   * The server it happened in, if Paperboy was added to it. Absent in direct messages, and where
   * somebody brought Paperboy along that they had installed for themselves.
   */
  guildId: string | undefined;
  channelId: string;
  /** Whether the member has Manage Server. */
  isManager: boolean;
  /** There in direct messages with Paperboy, where nobody else reads. */
  isBotDm?: true;
}

/**
 * The option by which whoever asks has the answer to themselves. Whichever command has it, it is
 * seen to before the command runs.
 */
export const PRIVATE = 'private';

/** For commands whose answer everyone sees. The dispatcher applies it, so commands may ignore it. */
export const EPHEMERAL_OPTION: APIApplicationCommandBooleanOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: PRIVATE,
  description: 'Only you see the answer',
};

// Every command declares where it works: Discord's defaults depend on the app's settings.

/** Works anywhere: in servers with Paperboy, and for people who installed it on their account. */
export const EVERYWHERE = {
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** Works only in servers that Paperboy was added to, for commands about what is posted there. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};

/** A typed command. */
export interface Call extends Caller {
  /** The options as given. Integers arrive as numbers, channels as their id. */
  options: Readonly<Record<string, string | number | boolean>>;
}

/** A command of a message's menu. */
export interface MessageCall extends Caller {
  message: TargetMessage;
}

/**
 * A message as Discord hands it over with a command, those that it forwards included. All of it is
 * outside text, as it was written.
 */
export interface TargetMessage {
  content: string;
  embeds: readonly TargetEmbed[];
}

export interface TargetEmbed {
  title?: string;
  url?: string;
  description?: string;
  fields?: readonly { name: string; value: string }[];
}

/** A pressed button, or a choice in a menu. */
export interface ComponentCall extends Caller {
  /** The `custom_id` behind its first colon. */
  state: string;
  /** What was chosen in a menu; empty for a button. */
  values: readonly string[];
  /** Whether the message under which it stood was this user's own question. */
  isOwn: boolean;
}

/** What is answered. */
export interface Reply {
  message: Message;
  /** Only the one who asked sees it. */
  ephemeral?: boolean;
  /** For a press: replaces the message that was pressed on instead of answering below it. */
  update?: boolean;
}

/** What commands may use. */
export interface Context extends BotServices {
  /** Says a text in the language of the one who asks. */
  t: Translate;
}

/** What commands may use whoever asks. */
export interface BotServices {
  commands: readonly Command[];
  archive: Archive;
  subscriptions: Subscriptions;
  /** Long button states, kept under a short name. */
  customIdStore: CustomIdStore;
  /** What a new subscription gets where its owner names none. */
  defaults: { time: string; timeZone: string };
  now(): Date;
  /** The date by the clock of the default time zone, `YYYY-MM-DD`. */
  today(): string;
  /** Posts the newest digest to a subscription at once, if it has not had it. */
  deliver(subscription: Subscription): Promise<Delivery>;
  /** When a subscription's next digest is due, by its local time. */
  nextDelivery(subscription: Subscription): Date;
  /** What becomes of the newest digest, of a day, in a channel that has not had it. */
  deliveryForecast(subscription: Subscription, newest: string): DeliveryForecast;
  /**
   * What Paperboy may do in a channel.
   *
   * @throws UserError when the channel is gone, or is none of that server
   */
  channelAccess(guildId: string, channelId: string): Promise<Access>;
  /** Whether a mention of the role in that channel would notify its members. */
  mayMention(guildId: string, channelId: string, roleId: string): Promise<boolean>;
  /**
   * What became of the archive's `limit` newest digests in a channel, newest day first; a digest
   * that was never on its way there is left out.
   */
  recentDeliveries(channelId: string, limit: number): Promise<RecentDelivery[]>;
  /** What holds deliveries up at this moment, in any server. */
  deliveryHealth(): DeliveryHealth;
  /** How it stands with the making of the last days' digests, newest day first. */
  buildStatuses(): readonly DayStatus[];
}

export interface RecentDelivery {
  day: Day;
  record: DeliveryRecord;
}

/**
 * The server in which a command was used.
 *
 * @param name the command's, for the sentence
 * @throws UserError where there is none, or Paperboy was not added to it
 */
export function serverOf({ guildId }: Caller, name: string): string {
  if (guildId !== undefined) return guildId;
  throw new UserError((t) => t('error.servers-only', { command: name }));
}

/**
 * Something the user can mend. It is told to them in their language, and says what to do; its
 * message is the same in English.
 */
export class UserError extends Error {
  override name = 'UserError';
  readonly tell: (t: Translate) => string;

  constructor(tell: (t: Translate) => string) {
    super(tell(english));
    this.tell = tell;
  }
}
