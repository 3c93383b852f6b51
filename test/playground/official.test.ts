import { expect, test } from 'vitest';
import { validateOfficially } from '../../playground/server/official/validate.ts';
import { formErrors, createSetup, request } from './setup.ts';

/** Bodies that only Discord's own specification rejects, not the playground's rules. */
test.each([
  [
    "a provider that isn't an object",
    'messages',
    { embeds: [{ title: 'T', provider: 5 }] },
    'embeds.0.provider',
    'MODEL_TYPE_CONVERT',
  ],
  [
    'an attachment duration given as text',
    'messages',
    { content: 'x', attachments: [{ id: '0', duration_secs: 'long' }] },
    'attachments.0.duration_secs',
    'NUMBER_TYPE_COERCE',
  ],
] as const)('the official schema rejects %s', async (_, route, body, at, code) => {
  const { discord, papers } = await createSetup();
  const answer = await request(discord, 'POST', `/channels/${papers.id}/${route}`, body);
  expect(answer).toMatchObject({ status: 400, body: { code: 50035 } });
  expect(formErrors(answer.body)).toEqual({ [at]: [code] });
  expect(papers.messages).toEqual([]);
});

test('checks every entry of a list', async () => {
  const { discord } = await createSetup();
  const answer = await request(discord, 'PUT', `/applications/${discord.applicationId}/commands`, [
    { name: 'fine', description: 'd' },
    { name: 'launch', type: 4, handler: 7 },
  ]);
  expect(formErrors(answer.body)).toEqual({ '1.handler': ['BASE_TYPE_CHOICES'] });
});

test("prefers the playground's own message where both object", async () => {
  const { discord, papers } = await createSetup();
  const body = { embeds: [{ title: '', footer: { text: '' } }] };
  const answer = await request(discord, 'POST', `/channels/${papers.id}/messages`, body);
  expect(formErrors(answer.body)).toMatchObject({ 'embeds.0.footer.text': ['BASE_TYPE_REQUIRED'] });
});

test('follows the documentation where it differs from the schema', async () => {
  const { discord, papers } = await createSetup();
  // The schema allows 4,000, the documentation 2,000.
  const long = await request(discord, 'POST', `/channels/${papers.id}/messages`, {
    content: 'x'.repeat(2001),
  });
  expect(formErrors(long.body)).toEqual({ content: ['BASE_TYPE_MAX_LENGTH'] });
  // The schema wants an integer.
  const commands = `/applications/${discord.applicationId}/commands`;
  const allowed = { name: 'a', description: 'd', default_member_permissions: '32' };
  expect((await request(discord, 'POST', commands, allowed)).status).toBe(201);
  // The schema measures it before trimming.
  const padded = { embeds: [{ title: `  ${'x'.repeat(256)}  ` }] };
  expect((await request(discord, 'POST', `/channels/${papers.id}/messages`, padded)).status).toBe(
    200,
  );
});

test('checks the intended alternative of a union', async () => {
  const button = { type: 2, style: 9, custom_id: 'x', label: 'x' };
  const body = { components: [{ type: 1, components: [button] }] };
  const official = await validateOfficially('MessageCreateRequest', body, false);
  expect(() => official.throwIfAny()).toThrow(/"style":\{"_errors":\[\{"code":"BASE_TYPE_CHOICES"/);
});

test('checks a large message in well under a millisecond', async () => {
  const embed = { title: 'T', description: 'x'.repeat(400), fields: [{ name: 'a', value: 'b' }] };
  const body = { content: 'x', embeds: Array.from({ length: 10 }, () => embed) };
  for (let n = 0; n < 50; n++) await validateOfficially('MessageCreateRequest', body, false);
  const startedAt = performance.now();
  for (let n = 0; n < 200; n++) await validateOfficially('MessageCreateRequest', body, false);
  expect((performance.now() - startedAt) / 200).toBeLessThan(1);
});
