import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMessageId } from '../../../src/discord/rest/message-json.ts';

const ID = '1111111111111111111';

it('the id of a message is found wherever it is in its JSON, and no other', () => {
  const traps = fc.oneof(
    fc.json(),
    fc.string({ unit: fc.constantFrom('"', '\\', ':', '{', '}', '[', ']', 'i', 'd', ' ', 'é') }),
    fc.constantFrom('id', '"id":"1"', { id: '2' }, [{ id: '3' }], null, 4),
  );
  const name = fc.oneof(fc.string(), fc.constantFrom('"id', 'id"', 'ids'));
  const fields = fc.dictionary(
    name.filter((key) => key !== 'id'),
    traps,
  );
  fc.assert(
    fc.property(fields, fields, fc.nat({ max: 2 }), (before, after, indent) => {
      const withId = JSON.stringify({ ...before, id: ID, ...after }, undefined, indent);
      expect(readMessageId(Buffer.from(withId))).toBe(ID);
      const without = JSON.stringify({ ...before, ...after }, undefined, indent);
      expect(readMessageId(Buffer.from(without))).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['an empty text', ''],
  ['an HTML page', '<html><body id="1">"id":"1"</body></html>'],
  ['a list', `[{"id":"${ID}"}]`],
  ["an id that isn't a snowflake", '{"id":"abc"}'],
  ['a number', '{"id":1}'],
  ['an empty id', '{"id":""}'],
  ['the beginning of an object', `{"id":"${ID}`],
  ['"id" as a value', '{"name":"id"}'],
])('no message id is found in %s', (_, text) => {
  expect(readMessageId(Buffer.from(text))).toBeUndefined();
});
