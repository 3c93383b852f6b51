import { describe, expect, it } from 'vitest';
import { userAgentOf } from '../../src/sources/user-agent.ts';

describe('the User-Agent', () => {
  it('names Paperboy and whom to write to', () => {
    expect(userAgentOf('https://example.com/bot')).toMatch(
      /^Paperboy\/\d+\.\d+\.\d+ \(\+https:\/\/example\.com\/bot\)$/,
    );
    expect(userAgentOf('mailto:ada@example.com')).toContain('(+mailto:ada@example.com)');
  });

  it.each([undefined, '', ' \n'])(
    'names only Paperboy when there is no contact (%j)',
    (contact) => {
      expect(userAgentOf(contact)).toMatch(
        /^Paperboy\/\S+ \(a Discord bot; a few requests a day\)$/,
      );
    },
  );

  it('is one header and one comment, whatever the contact', () => {
    expect(userAgentOf('a) b\r\nx-y: é(z')).toMatch(/\(\+abx-y:z\)$/);
  });
});
