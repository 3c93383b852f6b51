import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionsIn } from '../../playground/server/mentions.ts';
import { fitMessage } from '../../src/messages/message.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { awkwardText } from './arbitraries.ts';

/** Everyone and everything can be pinged, as far as Discord is concerned. */
const everyone = {
  isUser: () => true,
  role: () => ({ mentionable: true }),
  mayMentionEveryone: true,
  repliedTo: '4',
};

const mentions = fc
  .array(
    fc.oneof(
      awkwardText,
      fc.constantFrom('@everyone', '@here', '<@1>', '<@!2>', '<@&3>', '`', '\n'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(' '));

describe('the gate that every message leaves through', () => {
  it('lets a message without a role ping nobody, whatever it says', () => {
    fc.assert(
      fc.property(mentions, (content) => {
        const fitted = fitMessage({ content });
        const pinged = mentionsIn(fitted.content, fitted.allowed_mentions, everyone);
        expect(pinged).toEqual({ everyone: false, users: [], roles: [] });
      }),
      { numRuns: 200 },
    );
  });

  it('lets a message with a role ping only that role', () => {
    fc.assert(
      fc.property(mentions, fc.constantFrom('7', '1234567890123456789'), (content, role) => {
        const fitted = fitMessage({ content, role });
        const pinged = mentionsIn(fitted.content, fitted.allowed_mentions, everyone);
        expect(pinged).toEqual({ everyone: false, users: [], roles: [role] });
        expect(fitted.allowed_mentions).toEqual({ parse: [], roles: [role] });
      }),
      { numRuns: 200 },
    );
  });

  it('puts the role first, and cuts the rest when both are too long', () => {
    expect(fitMessage({ content: 'Hot papers', role: '7' }).content).toBe('<@&7> Hot papers');
    const long = fitMessage({ content: 'x'.repeat(2000), role: '7' });
    expect(long.content).toHaveLength(2000);
    expect(long.content.startsWith('<@&7> xx')).toBe(true);
    expectWithinLimits(long);
  });

  it.each(['', '@everyone', '7>', '<@&7>', ' 7', '7\n8', '٣'])(
    'refuses %j as a role, since only a bug can put it there',
    (role) => {
      expect(() => fitMessage({ content: 'x', role })).toThrow(TypeError);
    },
  );

  it('suppresses notifications only for silent messages', () => {
    expect(fitMessage({ content: 'x', isSilent: true }).flags).toBe(4096);
    expect(fitMessage({ content: 'x' })).toEqual({
      content: 'x',
      embeds: [],
      components: [],
      allowed_mentions: { parse: [] },
    });
  });

  it("sends at most ten files, with names that aren't paths", () => {
    const names = ['papers-2021-05-05.bib', '../../etc/passwd', '.hidden', 'a\r\n"b".ris', 'é', ''];
    const files = [...names, ...names].map((name) => ({ name, text: 'x' }));
    const fitted = fitMessage({ files }).files ?? [];
    expect(fitted).toHaveLength(10);
    expect(fitted.slice(0, 6).map(({ name }) => name)).toEqual([
      'papers-2021-05-05.bib',
      'etc-passwd',
      'hidden',
      'a-b-.ris',
      'file.txt',
      'file.txt',
    ]);
    expect(fitMessage({ content: 'x', files: [] })).not.toHaveProperty('files');
  });

  it('cuts files that are too large together, after a whole line', () => {
    const text = `${'é'.repeat(499)}\n`.repeat(6000);
    const files = fitMessage({
      files: [text, text, text].map((same) => ({ name: 'a', text: same })),
    });
    const bytes = (files.files ?? []).map((file) => Buffer.byteLength(file.text));
    expect(bytes[0]).toBe(Buffer.byteLength(text));
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(8 * 2 ** 20);
    expect(files.files?.[1]?.text).toMatch(/é\n$/);
    expect(files.files?.[1]?.text).not.toContain('\uFFFD');
  });

  it('cuts whatever exceeds a limit', () => {
    fc.assert(
      fc.property(awkwardText, fc.integer({ min: 1, max: 14 }), (long, count) => {
        const huge = '\\*'.repeat(long.length);
        const embed = {
          title: huge,
          url: 'https://arxiv.org/abs/1',
          description: huge,
          footer: { text: huge },
          author: { name: huge },
          fields: Array.from({ length: 30 }, () => ({ name: huge, value: huge })),
        };
        const fitted = fitMessage({
          content: huge,
          embeds: Array.from({ length: count }, () => embed),
        });
        expectWithinLimits(fitted);
        // No cut between a backslash and what it escapes.
        for (const { description = '' } of fitted.embeds)
          expect(description).not.toMatch(/[^\\]\\…$/);
      }),
      { numRuns: 30 },
    );
  });
});
