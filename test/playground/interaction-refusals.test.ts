import type { ChatInputCommandInteraction } from 'discord.js';
import { expect, test } from 'vitest';
import { withBot } from './interaction-bot.ts';
import { createSetup, formErrors, request, type Setup } from './setup.ts';

/** A command that the test itself answers. */
const heldInteraction = async (setup: Setup) => {
  const held = new Promise<ChatInputCommandInteraction>((resolve) => {
    void withBot(setup, resolve).then(() =>
      setup.ada.type(setup.papers, '/papers').catch(() => undefined),
    );
  });
  const { id, token } = await held;
  const post = (body: unknown) =>
    request(setup.discord, 'POST', `/interactions/${id}/${token}/callback`, body);
  const hook = `/webhooks/${setup.discord.applicationId}/${token}`;
  return { id, token, post, hook };
};

test('a second answer is refused with 40060', async () => {
  const setup = await createSetup();
  const { post } = await heldInteraction(setup);
  expect(await post({ type: 4, data: { content: 'one' } })).toMatchObject({ status: 204 });
  expect(await post({ type: 4, data: { content: 'two' } })).toMatchObject({
    status: 400,
    body: { code: 40060 },
  });
});

test('an answer after 3 seconds, or to nothing, is refused with 10062', async () => {
  const setup = await createSetup({ frozen: true });
  const { post, id } = await heldInteraction(setup);
  setup.clock.now += 3001;
  expect(await post({ type: 5 })).toMatchObject({ status: 404, body: { code: 10062 } });
  const unknown = await request(setup.discord, 'POST', `/interactions/${id}/nonsense/callback`, {
    type: 5,
  });
  expect(unknown).toMatchObject({ status: 404, body: { code: 10062 } });
});

test('a person sees an error when there is no answer for 3 seconds', async () => {
  const setup = await createSetup({ frozen: true });
  await withBot(setup, () => {
    setup.clock.now += 3001;
  });
  await expect(setup.ada.type(setup.papers, '/papers', { timeoutMs: 60_000 })).rejects.toThrow(
    'The application did not respond',
  );
});

test('without a bot that listens, nobody answers', async () => {
  const setup = await createSetup();
  const client = await withBot(setup, () => undefined);
  await client.destroy();
  await expect(setup.ada.type(setup.papers, '/papers', { timeoutMs: 50 })).rejects.toThrow(
    'The application did not respond',
  );
});

test('the token is good for 15 minutes, and for nothing before the first answer', async () => {
  const setup = await createSetup({ frozen: true });
  const { post, hook } = await heldInteraction(setup);
  const edit = () =>
    request(setup.discord, 'PATCH', `${hook}/messages/@original`, { content: 'x' });
  expect(await edit()).toMatchObject({ status: 404, body: { code: 10015 } });
  expect(await post({ type: 5 })).toMatchObject({ status: 204 });
  setup.clock.now += 15 * 60_000;
  expect(await edit()).toMatchObject({ status: 200, body: { content: 'x' } });
  setup.clock.now += 1;
  expect(await edit()).toMatchObject({ status: 401, body: { code: 50027 } });
  const foreign = await request(setup.discord, 'POST', '/webhooks/1/token', { content: 'x' });
  expect(foreign.body).toMatchObject({ code: 10015 });
});

const x = (length: number): string => 'x'.repeat(length);

test.each([
  ['content above 2,000', { type: 4, data: { content: x(2001) } }, 'data.content'],
  ['a flag that no answer has', { type: 4, data: { content: 'x', flags: 2 } }, 'data.flags'],
  ['more than EPHEMERAL on a deferred answer', { type: 5, data: { flags: 68 } }, 'data.flags'],
  ['an update of a command', { type: 7, data: { content: 'x' } }, 'type'],
  ['choices for a command', { type: 8, data: { choices: [] } }, 'type'],
  ['an unknown field', { type: 4, data: { content: 'x', ephemeral: true } }, 'data.ephemeral'],
  [
    'an enforced nonce',
    { type: 4, data: { content: 'x', enforce_nonce: true } },
    'data.enforce_nonce',
  ],
  [
    'a form without a title',
    { type: 9, data: { custom_id: 'c', components: [{ type: 10, content: 'x' }] } },
    'data.title',
  ],
  [
    'a form title above 45',
    { type: 9, data: { custom_id: 'c', title: x(46), components: [{ type: 10, content: 'x' }] } },
    'data.title',
  ],
  [
    'an empty form',
    { type: 9, data: { custom_id: 'c', title: 't', components: [] } },
    'data.components',
  ],
])('an answer with %s is refused, and may be tried again', async (_, body, path) => {
  const setup = await createSetup();
  const { post } = await heldInteraction(setup);
  const refused = await post(body);
  expect(refused).toMatchObject({ status: 400, body: { code: 50035 } });
  expect(Object.keys(formErrors(refused.body))).toEqual([path]);
  expect(await post({ type: 4, data: {} })).toMatchObject({ status: 400, body: { code: 50006 } });
  expect(await post({ type: 4, data: { content: 'ok' } })).toMatchObject({ status: 204 });
});

test.each([
  [
    '26 choices',
    Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })),
    'data.choices',
  ],
  ['a name above 100', [{ name: x(101), value: 'v' }], 'data.choices.0.name'],
  ['no name', [{ name: '', value: 'v' }], 'data.choices.0.name'],
  ['a value above 100', [{ name: 'n', value: x(101) }], 'data.choices.0.value'],
  ['a number for text', [{ name: 'n', value: 7 }], 'data.choices.0.value'],
])('suggestions with %s are refused', async (_, choices, path) => {
  const setup = await createSetup();
  const refused = new Promise<unknown>((resolve) => {
    void withBot(
      setup,
      () => undefined,
      (interaction) =>
        interaction.isAutocomplete()
          ? interaction
              .respond(choices as { name: string; value: string }[])
              .catch((error: unknown) => resolve((error as { rawError: unknown }).rawError))
          : undefined,
    ).then(() => setup.ada.suggest(setup.papers, '/papers category:').catch(() => undefined));
  });
  expect(Object.keys(formErrors(await refused))).toEqual([path]);
});
