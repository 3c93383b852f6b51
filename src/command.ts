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
import type { Delivery } from './delivery/outcomes.ts';
import type { Access } from './delivery/sender.ts';
import type { Day } from './digest/types.ts';
import type { Message } from './messages/message.ts';
import type { Archive } from './archive/types.ts';
import type { Search } from './search/types.ts';
import type { DeliveryRecord } from './store/deliveries.ts';
import type { CustomIdStore } from './store/custom-id-store.ts';
import type { AllGuildSettings } from './store/guild-settings.ts';
import type { Subscription, Subscriptions } from './store/subscriptions.ts';
import { english, type Translate } from './i18n/translate.ts';

/** A command. The interaction handler, registration and `/help` all use the same list of them. */
export type Command = SlashCommand | MessageCommand;

interface AnyCommand {
  /** Who may run it: a `manager` has Manage Server, which is checked again at every call. */
  for: 'everyone' | 'manager';
  /**
   * What its buttons and select menus do, by the part of their `custom_id` before the first colon.
   * The rest of the `custom_id` is their whole state, so they survive a restart.
   */
  components?: Readonly<Record<string, ComponentHandler>>;
}

/** A command that is typed, such as `/papers`. */
export interface SlashCommand extends AnyCommand {
  data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Tells it from a message command, which has one. */
  summary?: undefined;
  /** Returns the reply. A `UserError` is shown as its sentence. */
  run(call: Call, context: Context): Promise<Reply> | Reply;
  /** Suggests at most 25 values for the option being typed. */
  autocomplete?(option: string, typed: string, context: Context): Promise<Choice[]> | Choice[];
}

/** A command in a message's menu (right-click or long press, then Apps). */
export interface MessageCommand extends AnyCommand {
  data: RESTPostAPIContextMenuApplicationCommandsJSONBody & {
    type: ApplicationCommandType.Message;
  };
  /** What it does, for `/help`. Only message commands have it, since Discord shows no description. */
  summary: string;
  /**
   * Returns the reply, which is always ephemeral: what somebody looks up is their own business. A
   * `UserError` is shown as its sentence.
   */
  run(call: MessageCall, context: Context): Promise<Reply> | Reply;
}

export type ComponentHandler = (call: ComponentCall, context: Context) => Promise<Reply> | Reply;

export type Choice = APIApplicationCommandOptionChoice<string>;

/** Who used a command or component, and where. */
export interface Caller {
  userId: string;
  /**
   * The server, if Paperboy was added to it. Undefined in direct messages, and where Paperboy is only
   * installed on the user's own account.
   */
  guildId: string | undefined;
  channelId: string;
  /** Whether the member has Manage Server. */
  isManager: boolean;
  /** Set in direct messages with Paperboy, which nobody else reads. */
  isBotDm?: true;
}

/** The name of the option that makes a reply ephemeral. */
export const PRIVATE = 'private';

/**
 * For commands with public replies. The interaction handler applies it, so commands may ignore it.
 * In a server whose answers are private, it's set where the user doesn't say otherwise.
 */
export const EPHEMERAL_OPTION: APIApplicationCommandBooleanOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: PRIVATE,
  description: 'Only you can see the answer',
};

// Every command says where it works, since Discord's defaults depend on the app's settings.

/** In servers with Paperboy, and everywhere for people who installed it on their own account. */
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

/** Only in servers that Paperboy was added to, for commands about what is posted there. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};

/** A use of a slash command. */
export interface Call extends Caller {
  /** The options as given. Integers are numbers, channels their id. */
  options: Readonly<Record<string, string | number | boolean>>;
}

/** A use of a message command. */
export interface MessageCall extends Caller {
  message: TargetMessage;
}

/** The message that a command was used on, including what it forwards. All of it is outside text. */
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

/** A pressed button, or a choice in a select menu. */
export interface ComponentCall extends Caller {
  /** The part of the `custom_id` after its first colon. */
  state: string;
  /** What was chosen in a select menu; empty for a button. */
  values: readonly string[];
  /** Whether the message that it is on replies to this user. */
  isOwn: boolean;
  /** Whether only this user sees the message that it is on. */
  isEphemeral: boolean;
}

export interface Reply {
  message: Message;
  /** Whether only the user sees it. */
  ephemeral?: boolean;
  /** For components: whether it replaces the message that the component is on. */
  update?: boolean;
}

export interface Context extends BotServices {
  /** Translates into the user's language. */
  t: Translate;
}

/** Services shared by all commands. */
export interface BotServices {
  commands: readonly Command[];
  archive: Archive;
  search: Search;
  subscriptions: Subscriptions;
  guildSettings: AllGuildSettings;
  /** Stores component states that are too long for a `custom_id`. */
  customIdStore: CustomIdStore;
  /** For new subscriptions whose owner doesn't choose. */
  defaults: { time: string; timeZone: string };
  now(): Date;
  /** The date in the default time zone, `YYYY-MM-DD`. */
  today(): string;
  /** Posts the newest digest to a subscription at once, if it hasn't got it yet. */
  deliver(subscription: Subscription): Promise<Delivery>;
  /** When a subscription's next digest is due. */
  nextDelivery(subscription: Subscription): Date;
  /** What will happen to the newest digest, of that day, in a channel that hasn't got it yet. */
  deliveryForecast(subscription: Subscription, newest: string): DeliveryForecast;
  /**
   * What Paperboy may do in a channel.
   *
   * @throws UserError when the channel is gone, belongs to another server or can't be seen, or when
   *   Discord doesn't answer
   */
  channelAccess(guildId: string, channelId: string): Promise<Access>;
  /** Whether mentioning the role in that channel notifies its members. */
  mayMention(guildId: string, channelId: string, roleId: string): Promise<boolean>;
  /**
   * What happened to the archive's `limit` newest digests in a channel, newest day first. Those that
   * were never to be posted there are left out.
   */
  recentDeliveries(channelId: string, limit: number): Promise<RecentDelivery[]>;
  /** What is holding up deliveries now, in any server. */
  deliveryHealth(): DeliveryHealth;
  /** How far the building of the last days' digests is, newest day first. */
  buildStatuses(): readonly DayStatus[];
}

export interface RecentDelivery {
  day: Day;
  record: DeliveryRecord;
}

/**
 * The id of the server that a command was used in.
 *
 * @throws UserError when there is none, or Paperboy wasn't added to it
 */
export function serverOf({ guildId }: Caller, commandName: string): string {
  if (guildId !== undefined) return guildId;
  throw new UserError((t) => t('error.servers-only', { command: commandName }));
}

/**
 * Something the user can fix. They read it in their language, and it says what to do; `message` is
 * the same in English.
 */
export class UserError extends Error {
  override name = 'UserError';
  readonly translate: (t: Translate) => string;

  constructor(translate: (t: Translate) => string) {
    super(translate(english));
    this.translate = translate;
  }
}
