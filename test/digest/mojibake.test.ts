import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairMojibake } from '../../src/digest/mojibake.ts';
import { misread } from '../support/mojibake.ts';

describe('repairing mojibake', () => {
  it.each([
    ['GaÃ«l', 'Gaël'],
    ['ðŸ“‘', '📑'],
    ['â€œquotedâ€\u009d', '“quoted”'],
    ['æ—¥æœ¬èªž', '日本語'],
    ['Å\u0081Ã³dÅº', 'Łódź'],
  ])('turns %j back into %j', (broken, whole) => {
    expect(repairMojibake(broken)).toBe(whole);
  });

  it.each(['', 'plain text', 'Gaël', 'naïve café', '“quoted” – dash', '日本語', '€ 5', '«CAFÉ»'])(
    'leaves %j as it is',
    (text) => {
      expect(repairMojibake(text)).toBe(text);
    },
  );

  it('restores any misread text, character by character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(repairMojibake(misread(text))).toBe(text);
      }),
    );
  });
});
