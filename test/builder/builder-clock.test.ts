import { describe, expect, it } from 'vitest';
import { createBuilderHarness } from './builder-harness.ts';
import { failed } from './fake-sources.ts';

const FILE = '2026-06-12---Hot-Papers.md';

describe('a clock that is corrected while the builder runs', () => {
  it.each([
    ['years', '2030-06-13T07:00:00Z'],
    ['a day', '2026-06-14T07:00:00Z'],
    ['three hours', '2026-06-13T10:00:00Z'],
  ])("doesn't hold the builder up after it was ahead by %s", async (_how, wrong) => {
    const harness = await createBuilderHarness({ now: '2026-06-12T07:00:00Z' });
    await harness.builder.tick();
    harness.clock.now = Date.parse(wrong);
    harness.fakeSources.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    await harness.builder.tick();
    harness.clock.now = Date.parse('2026-06-13T07:00:00Z');
    harness.fakeSources.listing.delete('all');
    harness.fakeSources.lists('2026-06-12', { '2606.00001': 118 });
    await harness.builder.tick();
    expect(await harness.files()).toEqual([FILE]);
  });

  it('starts the builder at its normal time when corrected in the first minute', async () => {
    const harness = await createBuilderHarness({ now: '2030-06-13T07:00:00Z' });
    await harness.builder.tick();
    harness.clock.now = Date.parse('2026-06-13T07:00:00Z');
    harness.fakeSources.lists('2026-06-12', { '2606.00001': 118 });
    await harness.builder.tick();
    expect(await harness.files()).toEqual([FILE]);
  });

  it.each(['at work', 'in a new process'])(
    'keeps what the builder did after a correction by a few seconds, %s',
    async (how) => {
      const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
      harness.fakeSources.lists('2026-06-12', { '2606.00001': 118 });
      await harness.builder.tick();
      harness.clock.now -= 5000;
      if (how === 'in a new process') await harness.restart();
      await harness.builder.tick();
      expect(
        harness.fakeSources.asked.filter((what) => what === 'huggingface 2026-06-12'),
      ).toHaveLength(1);
      harness.fakeSources.lists('2026-06-12', { '2606.00001': 150 });
      await harness.passTo('2026-06-14T00:00:00Z');
      expect((await harness.digest('2026-06-12'))?.papers[0]?.metrics).toEqual({ upvotes: 150 });
    },
  );
});
