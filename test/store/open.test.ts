import fc from 'fast-check';
import { jsonSerializer } from 'keyv';
import { expect, it } from 'vitest';
import { serialization } from '../../src/store/open.ts';

/** Texts with a colon wherever Keyv's mark of a bigint or of bytes could be. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(':', '"', ',', '[', '{', '\\', 'a') }),
  fc.constantFrom(':', ':x', ':bigint:12', '"::', '[":'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    ...[text, fc.integer(), fc.constant(null), fc.bigInt(), fc.boolean(), fc.constant(undefined)],
    fc.double(),
    fc.date(),
    fc.uint8Array({ maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

it('serializes and parses every value as Keyv itself does', () => {
  fc.assert(
    fc.property(fc.record({ value }), (written) => {
      const stored = serialization.stringify(written);
      expect(stored).toBe(jsonSerializer.stringify(written));
      expect(serialization.parse(stored)).toEqual(jsonSerializer.parse(stored));
    }),
    { numRuns: 500 },
  );
});
