/** The page: reads the server's state, keeps up with it, and passes on what a person does. */
import * as api from './api/client.ts';
import type { Member, Message, PlaygroundEvent } from './api/types.ts';
import { drawSidebars, startSidebarToggle } from './channels/sidebar.ts';
import { showForum } from './channels/forum.ts';
import {
  channelToOpen,
  firstView,
  isForum,
  railGuilds,
  withChannel,
  withState,
} from './channels/view.ts';
import { createComposer } from './composer/composer.ts';
import { LANGUAGES, localised } from './composer/localise.ts';
import { type Reader, refreshRelativeTimes } from './markdown/draw.ts';
import { openMenu } from './menus/context-menu.ts';
import { memberMenu, messageMenu } from './menus/entries.ts';
import { isMadeUp } from './messages/made-up.ts';
import { newestPost } from './messages/message.ts';
import { openModal } from './messages/modal.ts';
import { createTimeline } from './messages/timeline.ts';
import { byId, element } from './ui/dom.ts';
import { restyleComponents, startTheme } from './ui/theme.ts';
import { createWorkbench } from './workbench/workbench.ts';

const RELATIVE_TIMES_MS = 20_000;

class App {
  #view: ReturnType<typeof firstView>;
  readonly #unread = new Set<string>();
  readonly #closeSidebar = startSidebarToggle();
  readonly #timeline = this.#createTimeline();
  readonly #composer = this.#createComposer();
  readonly #workbench = this.#createWorkbench();
  #stopListening: () => void = () => undefined;

  /** @param state as anybody sees it */
  constructor(state: Awaited<ReturnType<typeof api.fetchState>>) {
    this.#view = { ...firstView(state), unread: this.#unread };
  }

  async start(): Promise<void> {
    this.#startHeader();
    this.#watchLinks();
    setInterval(refreshRelativeTimes, RELATIVE_TIMES_MS);
    this.#composer.changed();
    this.#listen();
    await this.#readState();
    await this.#readMessages(newestPost);
    this.#composer.focus();
    document.documentElement.dataset['ready'] = 'true';
  }

  #createTimeline() {
    return createTimeline(
      () => this.#reader(),
      (message) => ({
        press: (customId) => this.#report(api.press(this.#view.user.id, message.id, customId)),
        choose: (customId, values) =>
          this.#report(api.choose(this.#view.user.id, message.id, customId, values)),
        menu: (at, event, dismiss) => {
          this.#openMessageMenu(message, at, event, dismiss);
        },
      }),
    );
  }

  #createComposer() {
    return createComposer(
      () => {
        const { user, channel, guild, commands } = this.#view;
        const channelName = `${channel.type === 1 ? '@' : '#'}${channel.name}`;
        return { userId: user.id, channelId: channel.id, channelName, guild, commands };
      },
      (text) => {
        this.#timeline.follow();
        return this.#report(api.type(this.#view.user.id, this.#view.channel.id, text));
      },
    );
  }

  #createWorkbench() {
    return createWorkbench(() => this.#view, {
      // What was written "a minute ago" no longer was.
      clockMoved: () => {
        this.#timeline.redraw();
        refreshRelativeTimes();
      },
    });
  }

  #startHeader(): void {
    const language = byId('language') as HTMLSelectElement;
    language.append(...LANGUAGES.map(([value, name]) => element('option', { value }, name)));
    language.addEventListener('change', () => {
      const { user } = this.#view;
      void this.#report(api.setLocale(user.id, language.value)).then(() => this.#readState());
    });
    byId('restart').addEventListener('click', () => void this.#report(api.control('restart', {})));
  }

  /** Says of a link that leads nowhere that it does, instead of opening it. */
  #watchLinks(): void {
    const stop = (event: Event) => {
      const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement);
      if (link === undefined || !isMadeUp(link.href)) return;
      event.preventDefault();
      this.#composer.fail(`The sample’s papers are made up: there is nothing at ${link.href}`);
    };
    document.addEventListener('click', stop);
    document.addEventListener('auxclick', stop);
  }

  #reader(): Reader {
    return {
      guild: this.#view.guild,
      userId: this.#view.user.id,
      onChannel: (id, messageId) => void this.#openChannel(id, messageId),
      onCommand: (name) => {
        this.#composer.begin(`/${name} `);
      },
    };
  }

  /** Shows the outcome of an action: its error, or the modal it opened. */
  async #report(action: Promise<api.Outcome>): Promise<api.Outcome> {
    const outcome = await action;
    this.#composer.fail(outcome.ok ? '' : outcome.error);
    if (outcome.ok && outcome.modal !== undefined) {
      const { modal } = outcome;
      const { user, state } = this.#view;
      openModal(modal, state.bot.username, this.#reader(), (values) =>
        api.submitModal(user.id, modal.interaction, values),
      );
    }
    return outcome;
  }

  #menuContext() {
    const { commands, state } = this.#view;
    return { commands, appName: state.bot.username };
  }

  #openMessageMenu(message: Message, at: HTMLElement, event: Event, dismiss: () => void): void {
    const { user, channel } = this.#view;
    const use = (command: string): void =>
      void this.#report(api.useCommand(user.id, channel.id, command, { message: message.id }));
    openMenu(messageMenu(message, this.#menuContext(), use, dismiss), at, event);
  }

  #openMemberMenu(member: Member, at: HTMLElement, event: Event): void {
    const { user, channel } = this.#view;
    const entries = memberMenu(member, member.id === user.id, this.#menuContext(), {
      use: (command) =>
        void this.#report(api.useCommand(user.id, channel.id, command, { target: member.id })),
      openDm: () => void this.#openDm(member.id),
      mention: () => {
        this.#composer.begin(`<@${member.id}> `);
      },
    });
    openMenu(entries, at, event);
  }

  #draw(): void {
    drawSidebars(this.#view, {
      openChannel: (id) => {
        this.#closeSidebar();
        void this.#openChannel(id);
      },
      openGuild: (id) => void this.#openGuild(id),
      becomeUser: (id) => {
        this.#closeSidebar();
        void this.#becomeUser(id);
      },
      memberMenu: (member, at, event) => {
        this.#openMemberMenu(member, at, event);
      },
    });
    this.#workbench.viewChanged();
  }

  async #readCommands(): Promise<void> {
    const { user, channel, state } = this.#view;
    const commands = await api.fetchCommands(user.id, channel.id);
    if (this.#view.user.id !== user.id || this.#view.channel.id !== channel.id) return;
    this.#view = { ...this.#view, commands: localised(commands, state.locale ?? 'en-US') };
    this.#composer.commandsChanged();
  }

  /** Reads the server's state again: people, channels, commands and the bot may have changed. */
  async #readState(): Promise<void> {
    const { user, channel } = this.#view;
    const state = await api.fetchState(user.id);
    if (this.#view.user.id !== user.id) return;
    this.#view = withState(this.#view, state);
    this.#draw();
    await this.#readCommands();
    if (this.#view.channel.id === channel.id && !isForum(channel)) this.#timeline.redraw();
    else await this.#readMessages();
  }

  /** @param topOf chooses the message whose top is shown; otherwise it's the end of the channel */
  async #readMessages(topOf?: typeof newestPost): Promise<void> {
    const { user, channel, guild } = this.#view;
    // The person may have gone elsewhere in the meantime.
    const isStillHere = () =>
      this.#view.user.id === user.id && this.#view.channel.id === channel.id;
    const openPost = (id: string) => void this.#openChannel(id);
    if (isForum(channel)) {
      const posts = guild.channels.filter(({ parent }) => parent === channel.id);
      const shown = await Promise.all(
        posts.map(async (post) => ({
          channel: post,
          messages: await api.fetchMessages(user.id, post.id),
        })),
      );
      if (isStillHere()) showForum(shown, openPost);
      return;
    }
    const messages = await api.fetchMessages(user.id, channel.id);
    if (!isStillHere()) return;
    showForum(undefined, openPost);
    this.#timeline.replace(messages, topOf);
  }

  async #openChannel(id: string, messageId?: string): Promise<void> {
    const next = withChannel(this.#view, id);
    if (next === undefined) return;
    if (id !== this.#view.channel.id) {
      const isUnread = this.#unread.delete(id);
      this.#view = next;
      this.#draw();
      this.#composer.changed();
      await Promise.all([
        this.#readMessages(isUnread ? newestPost : undefined),
        this.#readCommands(),
      ]);
    }
    if (messageId !== undefined) this.#timeline.reveal(messageId);
    this.#composer.focus();
  }

  async #openGuild(id: string): Promise<void> {
    const { state, user } = this.#view;
    const guild = railGuilds(state, user.id).find((one) => one.id === id);
    const channel = guild === undefined ? undefined : channelToOpen(this.#view, guild);
    if (channel !== undefined) await this.#openChannel(channel.id);
  }

  async #openDm(id: string): Promise<void> {
    const channel = await api.openDm(this.#view.user.id, id);
    if (channel === undefined) return;
    await this.#readState();
    await this.#openChannel(channel);
  }

  #listen(): void {
    this.#stopListening();
    this.#stopListening = api.listen(this.#view.user.id, {
      event: (event) => {
        this.#onEvent(event);
      },
      lost: () => {
        this.#view = { ...this.#view, state: { ...this.#view.state, online: false } };
        this.#draw();
        byId('status').textContent = 'Playground ended';
      },
      // Anything may have happened in the meantime.
      back: () => void this.#readState().then(() => this.#readMessages()),
    });
  }

  async #becomeUser(id: string): Promise<void> {
    const members = this.#view.state.guilds.flatMap((guild) => guild.members);
    const user = members.find((one) => one.id === id);
    if (user === undefined) return;
    this.#view = { ...this.#view, user, commands: [] };
    this.#draw();
    this.#composer.changed();
    this.#listen();
    await this.#readState();
    await this.#readMessages();
  }

  #onEvent(event: PlaygroundEvent): void {
    switch (event.type) {
      case 'message':
      case 'message-update':
        if (event.channel === this.#view.channel.id) this.#timeline.put(event.message);
        else if (event.type === 'message') this.#messageElsewhere(event.channel, event.message);
        break;
      case 'message-delete':
        this.#timeline.remove(typeof event.message === 'string' ? event.message : event.message.id);
        break;
      case 'typing':
        break;
      case 'commands':
      case 'online':
      case 'channels':
        void this.#readState();
        break;
    }
  }

  #messageElsewhere(channelId: string, { author }: Message): void {
    if (author.id === this.#view.user.id) return;
    this.#unread.add(channelId);
    // A first direct message opens its conversation.
    if (withChannel(this.#view, channelId) === undefined) void this.#readState();
    else this.#draw();
    // A forum's list says how many replies there are.
    if (isForum(this.#view.channel)) void this.#readMessages();
  }
}

restyleComponents();
startTheme(byId('theme'));
await new App(await api.fetchState()).start();
