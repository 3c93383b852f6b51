import { describe, expect, it } from 'vitest';
import { userAgent } from '../../src/sources/user-agent.ts';

describe('the User-Agent', () => {
  it('names Paperboy and whom to write to', () => {
    expect(userAgent('https://example.com/bot')).toMatch(
      /^Paperboy\/\d+\.\d+\.\d+ \(\+https:\/\/example\.com\/bot\)$/,
    );
    expect(userAgent('mailto:ada@example.com')).toContain('(+mailto:ada@example.com)');
  });

  it.each([undefined, '', ' \n'])(
    'names only Paperboy when there is no contact (%j)',
    (contact) => {
      expect(userAgent(contact)).toMatch(
        /^Paperboy\/\S+ \(a Discord bot; a few requests a day\)$/,
      );
    },
  );

  it('is one header and one comment, whatever the contact', () => {
    expect(userAgent('a) b\r\nx-y: é(z')).toMatch(/\(\+abx-y:z\)$/);
  });
});
