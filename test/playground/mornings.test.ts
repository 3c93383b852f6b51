import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type Playground } from '../../playground/launch.ts';
import { moments } from '../../playground/page/workbench/moments.ts';

describe("the workbench's mornings", { timeout: 180_000 }, () => {
  let playground: Playground;
  let offset = 0;

  beforeAll(async () => {
    playground = await launch({
      port: 0,
      digestsDir: join(import.meta.dirname, '..', '..', 'digests'),
      print: () => undefined,
    });
  }, 60_000);
  afterAll(() => playground.close());

  const use = async (control: string, body: object = {}) => {
    const origin = playground.discord.origin;
    const response = await fetch(`${origin}/workbench/${control}`, {
      method: 'POST',
      headers: { origin },
      body: JSON.stringify(body),
    });
    expect(await response.json()).toEqual({ ok: true });
  };

  /** What the page knows of the workbench when it opens. */
  const state = async (): Promise<{ offset: number; newestDigest: string }> => {
    const response = await fetch(`${playground.url}workbench/events`);
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const found = /^data: (\{"type":"state".*\})$/m.exec(text)?.[1];
      // Leaving the loop ends the stream.
      if (found !== undefined) return JSON.parse(found) as { offset: number; newestDigest: string };
    }
    throw new Error('The workbench sent no state');
  };

  it('bring each digest that was dropped the evening before, however fast they follow', async () => {
    const papers = (await fetch(`${playground.url}playground/state`).then((r) => r.json())) as {
      guilds: { channels: { id: string; name: string }[] }[];
    };
    const channel = papers.guilds[0]?.channels.find(({ name }) => name === 'papers')?.id ?? '';
    const days: string[] = [];
    for (let round = 0; round < 3; round++) {
      await use('digest');
      const dropped = await state();
      days.push(dropped.newestDigest.replace('.md', ''));
      await use('clock', { to: moments['Next 09:00'](Date.now() + dropped.offset) });
    }
    ({ offset } = await state());
    const posted = () =>
      (playground.discord.world.channel(channel)?.messages ?? []).flatMap(({ components = [] }) =>
        days.filter((day) => JSON.stringify(components).includes(`digest-${day}`)),
      );
    await expect.poll(posted, { timeout: 20_000 }).toEqual(days);
    // Each is of the day on which it came: the last one of today.
    const today = new Date(Date.now() + offset);
    expect(new Date(`${days.at(-1)}T00:00:00`).toDateString()).toBe(today.toDateString());
    const texts = playground.discord.world.channel(channel)?.messages.map(({ content }) => content);
    expect(texts?.join('\n')).not.toContain('I missed');
  });
});
