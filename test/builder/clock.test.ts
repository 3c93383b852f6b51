import { describe, expect, it } from 'vitest';
import { openOffice } from './desk.ts';
import { failed } from './outside.ts';

const FILE = '2026-06-12---Hot-Papers.md';

describe('a clock that is corrected while the builder runs', () => {
  it.each([
    ['years', '2030-06-13T07:00:00Z'],
    ['a day', '2026-06-14T07:00:00Z'],
    ['three hours', '2026-06-13T10:00:00Z'],
  ])("doesn't hold the builder up after it was ahead by %s", async (_how, wrong) => {
    const office = await openOffice({ now: '2026-06-12T07:00:00Z' });
    await office.builder.tick();
    office.clock.now = Date.parse(wrong);
    office.outside.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    await office.builder.tick();
    office.clock.now = Date.parse('2026-06-13T07:00:00Z');
    office.outside.listing.delete('all');
    office.outside.lists('2026-06-12', { '2606.00001': 118 });
    await office.builder.tick();
    expect(await office.files()).toEqual([FILE]);
  });

  it('starts the builder at its normal time when corrected in the first minute', async () => {
    const office = await openOffice({ now: '2030-06-13T07:00:00Z' });
    await office.builder.tick();
    office.clock.now = Date.parse('2026-06-13T07:00:00Z');
    office.outside.lists('2026-06-12', { '2606.00001': 118 });
    await office.builder.tick();
    expect(await office.files()).toEqual([FILE]);
  });

  it.each(['at work', 'in a new process'])(
    'keeps what the builder did after a correction by a few seconds, %s',
    async (how) => {
      const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
      office.outside.lists('2026-06-12', { '2606.00001': 118 });
      await office.builder.tick();
      office.clock.now -= 5000;
      if (how === 'in a new process') await office.restart();
      await office.builder.tick();
      expect(office.outside.asked.filter((what) => what.startsWith('huggingface'))).toHaveLength(1);
      office.outside.lists('2026-06-12', { '2606.00001': 150 });
      await office.passTo('2026-06-14T00:00:00Z');
      expect((await office.digest('2026-06-12'))?.papers[0]?.metrics).toEqual({ upvotes: 150 });
    },
  );
});
