import { describe, expect, it } from 'vitest';
import { userAgentFor } from '../../src/sources/create-sources.ts';

describe('the User-Agent', () => {
  it('names Paperboy and whom to write to', () => {
    expect(userAgentFor('https://example.com/bot')).toMatch(
      /^Paperboy\/\d+\.\d+\.\d+ \(\+https:\/\/example\.com\/bot\)$/,
    );
    expect(userAgentFor('mailto:ada@example.com')).toContain('(+mailto:ada@example.com)');
  });

  it.each([undefined, '', ' \n'])(
    'names only Paperboy when there is no contact (%j)',
    (contact) => {
      expect(userAgentFor(contact)).toMatch(
        /^Paperboy\/\S+ \(a Discord bot; a few requests a day\)$/,
      );
    },
  );

  it('is one header and one comment, whatever the contact', () => {
    expect(userAgentFor('a) b\r\nx-y: é(z')).toMatch(/\(\+abx-y:z\)$/);
  });
});
