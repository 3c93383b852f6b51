/** The page: reads the server's state, keeps in step with it, and passes on what a person does. */
import * as api from './api.ts';
import { createComposer } from './composer.ts';
import { byId } from './dom.ts';
import { refreshRelativeTimes } from './markdown-dom.ts';
import { drawAround, type View } from './sidebar.ts';
import { modernise, startTheme } from './theme.ts';
import { createTimeline } from './timeline.ts';
import type { Channel, PlaygroundEvent, State } from './wire.ts';

async function start(): Promise<void> {
  modernise();
  startTheme(byId('theme'));
  let view = firstView(await api.fetchState());
  const unread = new Set<string>();
  let stopListening: () => void = () => undefined;

  const timeline = createTimeline(
    () => ({
      guild: view.guild,
      userId: view.user.id,
      onChannel: (id, messageId) => void openChannel(id, messageId),
      onCommand: (name) => {
        composer.begin(`/${name} `);
      },
    }),
    (message) => ({
      press: (customId) => report(api.press(view.user.id, message.id, customId)),
      choose: (customId, values) => report(api.choose(view.user.id, message.id, customId, values)),
    }),
  );

  const composer = createComposer(
    () => ({
      userId: view.user.id,
      channelId: view.channel.id,
      channelName: view.channel.name,
      guild: view.guild,
      commands: view.state.commands.filter(
        // The page knows of a person's permissions only whether they may manage the server.
        (command) => view.user.admin || (command.default_member_permissions ?? null) === null,
      ),
    }),
    (text) => {
      timeline.follow();
      return api.type(view.user.id, view.channel.id, text);
    },
  );

  const report = async (outcome: Promise<api.Outcome>) => {
    const result = await outcome;
    composer.fail(result.ok ? '' : result.error);
  };

  const drawView = () => {
    drawAround(view, { openChannel: (id) => void openChannel(id), becomeUser });
  };

  /** Reads the server anew; people, channels, commands and the bot may have changed. */
  const readState = async () => {
    view = withState(view, await api.fetchState());
    drawView();
    timeline.redraw();
  };

  const readMessages = async () => {
    const { user, channel } = view;
    const messages = await api.fetchMessages(user.id, channel.id);
    // Meanwhile the person may have gone elsewhere.
    if (view.user.id === user.id && view.channel.id === channel.id) timeline.replace(messages);
  };

  const openChannel = async (id: string, messageId?: string) => {
    const channel = view.guild.channels.find((candidate) => candidate.id === id);
    if (channel === undefined) return;
    if (id !== view.channel.id) await switchTo(channel);
    if (messageId !== undefined) timeline.reveal(messageId);
    composer.focus();
  };

  const switchTo = async (channel: Channel) => {
    unread.delete(channel.id);
    view = { ...view, channel };
    drawView();
    composer.changed();
    await readMessages();
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

  const becomeUser = (id: string) => {
    const user = view.guild.members.find((member) => member.id === id);
    if (user === undefined) return;
    view = { ...view, user };
    drawView();
    composer.changed();
    listen();
    void readMessages();
  };

  const onEvent = (event: PlaygroundEvent) => {
    switch (event.type) {
      case 'message':
      case 'message-update':
        if (event.channel === view.channel.id) timeline.put(event.message);
        else if (event.type === 'message') {
          unread.add(event.channel);
          drawView();
        }
        break;
      case 'message-delete':
        timeline.remove(typeof event.message === 'string' ? event.message : event.message.id);
        break;
      case 'commands':
      case 'online':
      case 'channels':
        void readState();
        break;
    }
  };

  byId('restart').addEventListener('click', () => void report(api.restart()));
  setInterval(refreshRelativeTimes, 20_000);
  view = { ...view, unread };
  drawView();
  composer.changed();
  listen();
  await readMessages();
  composer.focus();
  document.documentElement.dataset['ready'] = 'true';
}

function firstView(state: State): View {
  const guild = state.guilds[0];
  const user = guild?.members.find(({ bot, admin }) => admin && !bot);
  const channel = guild?.channels.find(({ type }) => type === 0);
  if (guild === undefined || user === undefined || channel === undefined) {
    throw new Error('The playground has no server with a text channel and an administrator.');
  }
  return { state, guild, user, channel, unread: new Set() };
}

/** The same view of a newer state; what is gone is replaced by the first there is. */
function withState(view: View, state: State): View {
  const first = firstView(state);
  const guild = state.guilds.find(({ id }) => id === view.guild.id) ?? first.guild;
  return {
    state,
    guild,
    user: guild.members.find(({ id }) => id === view.user.id) ?? first.user,
    channel: guild.channels.find(({ id }) => id === view.channel.id) ?? first.channel,
    unread: view.unread,
  };
}

await start();
