import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionCommands, mentioningCommands } from '../../src/messages/command-mentions.ts';
import { escapeText } from '../../src/messages/text.ts';
import { english, translatorFor } from '../../src/i18n/translate.ts';

const commandId = (name: string) => (name === 'papers' ? '42' : undefined);

describe('commands in a text', () => {
  it('become mentions, with their options beside them', () => {
    expect(mentionCommands('Use `/papers`, or `/papers date:2021-05-05`.', commandId)).toBe(
      'Use </papers:42>, or </papers:42> `date:2021-05-05`.',
    );
  });

  it('stay as they are while their id is unknown', () => {
    const text = 'Use `/subscribe` or `/papers`';
    expect(mentionCommands(text, commandId)).toBe('Use `/subscribe` or </papers:42>');
    expect(mentionCommands(text, () => undefined)).toBe(text);
  });

  it('are never found in outside text', () => {
    const piece = fc.constantFrom(
      '`',
      '/papers',
      ' ',
      '\\',
      'date:x',
      '\n',
      '/papers`',
      '`/papers',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const escaped = escapeText(pieces.join(''));
        expect(mentionCommands(escaped, commandId)).toBe(escaped);
      }),
    );
  });

  it('are mentioned in every language, as values too', () => {
    for (const locale of ['en-US', 'de', 'es-ES', 'fr', 'ja', 'zh-CN']) {
      const t = mentioningCommands(translatorFor(locale), commandId);
      expect(t('button.too-old')).toContain('</papers:42>');
      expect(t('error.managers-only', { command: 'papers' })).toContain('</papers:42>');
      expect(t('paper.gone')).toMatch(/<\/papers:42> `\S+:`/);
      expect(t.language).toBe(translatorFor(locale).language);
    }
    expect(english('button.too-old')).toContain('`/papers`');
  });
});
