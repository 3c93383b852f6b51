/** The page: reads the server's state, keeps in step with it, and passes on what a person does. */
import * as api from './api.ts';
import { createComposer } from './composer.ts';
import { openMenu } from './context-menu.ts';
import { byId, element } from './dom.ts';
import { openForm } from './form.ts';
import { LANGUAGES, localised } from './localise.ts';
import { refreshRelativeTimes, type Reader } from './markdown-dom.ts';
import { memberMenu, messageMenu } from './menus.ts';
import { startPlaces } from './places.ts';
import { drawAround } from './sidebar.ts';
import { modernise, startTheme } from './theme.ts';
import { createTimeline } from './timeline.ts';
import { channelToOpen, firstView, placesOf, withChannel, withState } from './view.ts';
import { createWorkbench } from './workbench.ts';
import type { Member, Message, PlaygroundEvent } from './wire.ts';

async function start(): Promise<void> {
  modernise();
  startTheme(byId('theme'));
  const closePlaces = startPlaces();
  let view = firstView(await api.fetchState());
  const unread = new Set<string>();
  let stopListening: () => void = () => undefined;

  const reader = (): Reader => ({
    guild: view.guild,
    userId: view.user.id,
    onChannel: (id, messageId) => void openChannel(id, messageId),
    onCommand: (name) => {
      composer.begin(`/${name} `);
    },
  });

  /** Shows what an act led to: what went wrong, or the form it opened. */
  const report = async (acting: Promise<api.Outcome>): Promise<api.Outcome> => {
    const outcome = await acting;
    composer.fail(outcome.ok ? '' : outcome.error);
    if (outcome.ok && outcome.form !== undefined) {
      const { form } = outcome;
      const { user, state } = view;
      openForm(form, state.bot.username, reader(), (values) =>
        api.fill(user.id, form.interaction, values),
      );
    }
    return outcome;
  };

  const menuParts = () => ({ commands: view.commands, appName: view.state.bot.username });

  const openMessageMenu = (
    message: Message,
    at: HTMLElement,
    event: Event,
    dismiss: () => void,
  ) => {
    const use = (command: string) =>
      void report(api.use(view.user.id, view.channel.id, command, { message: message.id }));
    openMenu(messageMenu(message, menuParts(), use, dismiss), at, event);
  };

  const openMemberMenu = (member: Member, at: HTMLElement, event: Event) => {
    const entries = memberMenu(member, member.id === view.user.id, menuParts(), {
      use: (command) =>
        void report(api.use(view.user.id, view.channel.id, command, { target: member.id })),
      talk: () => void talkTo(member.id),
      mention: () => {
        composer.begin(`<@${member.id}> `);
      },
    });
    openMenu(entries, at, event);
  };

  const timeline = createTimeline(reader, (message) => ({
    press: (customId) => report(api.press(view.user.id, message.id, customId)),
    choose: (customId, values) => report(api.choose(view.user.id, message.id, customId, values)),
    menu: (at, event, dismiss) => {
      openMessageMenu(message, at, event, dismiss);
    },
  }));

  const composer = createComposer(
    () => ({
      userId: view.user.id,
      channelId: view.channel.id,
      channelName: `${view.channel.type === 1 ? '@' : '#'}${view.channel.name}`,
      guild: view.guild,
      commands: view.commands,
    }),
    (text) => {
      timeline.follow();
      return report(api.type(view.user.id, view.channel.id, text));
    },
  );

  const workbench = createWorkbench(() => view, {
    // What was written "a minute ago" is so no longer.
    clockMoved: () => {
      timeline.redraw();
      refreshRelativeTimes();
    },
  });

  const drawView = () => {
    drawAround(view, {
      openChannel: (id) => {
        closePlaces();
        void openChannel(id);
      },
      openGuild: (id) => void openGuild(id),
      becomeUser: (id) => {
        closePlaces();
        void becomeUser(id);
      },
      memberMenu: openMemberMenu,
    });
    workbench.viewChanged();
  };

  const readCommands = async () => {
    const { user, channel, state } = view;
    const commands = await api.fetchCommands(user.id, channel.id);
    if (view.user.id !== user.id || view.channel.id !== channel.id) return;
    view = { ...view, commands: localised(commands, state.locale ?? 'en-US') };
    composer.recolour();
  };

  /** Reads the server anew; people, channels, commands and the bot may have changed. */
  const readState = async () => {
    const { user, channel } = view;
    const state = await api.fetchState(user.id);
    if (view.user.id !== user.id) return;
    view = withState(view, state);
    drawView();
    await readCommands();
    if (view.channel.id === channel.id) timeline.redraw();
    else await readMessages();
  };

  const readMessages = async () => {
    const { user, channel } = view;
    const messages = await api.fetchMessages(user.id, channel.id);
    // Meanwhile the person may have gone elsewhere.
    if (view.user.id === user.id && view.channel.id === channel.id) timeline.replace(messages);
  };

  const openChannel = async (id: string, messageId?: string) => {
    const next = withChannel(view, id);
    if (next === undefined) return;
    if (id !== view.channel.id) {
      unread.delete(id);
      view = next;
      drawView();
      composer.changed();
      await Promise.all([readMessages(), readCommands()]);
    }
    if (messageId !== undefined) timeline.reveal(messageId);
    composer.focus();
  };

  const openGuild = async (id: string) => {
    const guild = placesOf(view.state, view.user.id).find((place) => place.id === id);
    const channel = guild === undefined ? undefined : channelToOpen(view, guild);
    if (channel !== undefined) await openChannel(channel.id);
  };

  const talkTo = async (id: string) => {
    const channel = await api.talk(view.user.id, id);
    if (channel === undefined) return;
    await readState();
    await openChannel(channel);
  };

  const listen = () => {
    stopListening();
    stopListening = api.listen(view.user.id, {
      event: onEvent,
      lost: () => {
        view = { ...view, state: { ...view.state, online: false } };
        drawView();
        byId('status').textContent = 'Playground ended';
      },
      // Anything may have happened meanwhile.
      back: () => void readState().then(readMessages),
    });
  };

  const becomeUser = async (id: string) => {
    const user = view.state.guilds.flatMap(({ members }) => members).find((one) => one.id === id);
    if (user === undefined) return;
    view = { ...view, user, commands: [] };
    drawView();
    composer.changed();
    listen();
    await readState();
    await readMessages();
  };

  const onEvent = (event: PlaygroundEvent) => {
    switch (event.type) {
      case 'message':
      case 'message-update':
        if (event.channel === view.channel.id) timeline.put(event.message);
        else if (event.type === 'message' && event.message.author.id !== view.user.id) {
          unread.add(event.channel);
          // A first direct message opens its conversation.
          if (withChannel(view, event.channel) === undefined) void readState();
          else drawView();
        }
        break;
      case 'message-delete':
        timeline.remove(typeof event.message === 'string' ? event.message : event.message.id);
        break;
      case 'typing':
        break;
      case 'commands':
      case 'online':
      case 'channels':
        void readState();
        break;
    }
  };

  const language = byId('language') as HTMLSelectElement;
  language.append(...LANGUAGES.map(([value, name]) => element('option', { value }, name)));
  language.addEventListener('change', () => {
    void report(api.speak(view.user.id, language.value)).then(readState);
  });
  byId('restart').addEventListener('click', () => void report(api.control('restart', {})));
  setInterval(refreshRelativeTimes, 20_000);
  view = { ...view, unread };
  composer.changed();
  listen();
  await readState();
  await readMessages();
  composer.focus();
  document.documentElement.dataset['ready'] = 'true';
}

await start();
