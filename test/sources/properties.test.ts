import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryName } from '../../src/digest/categories.ts';
import { readAtom, readError, readRecord } from '../../src/sources/arxiv-feed.ts';
import { json, utf8 } from '../../src/sources/fetch-once.ts';
import { readItem } from '../../src/sources/huggingface.ts';
import { oneLine } from '../../src/sources/validate.ts';
import { escapeXml, feedOf } from './feed.ts';

/** Characters that no text may contain after reading. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const INVISIBLE = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/;

const id = fc
  .tuple(fc.integer({ min: 701, max: 4912 }), fc.nat(99_999))
  .map(([month, n]) => `${String(month).padStart(4, '0')}.${String(n).padStart(5, '0')}`);
/** Text as a service might send it: one line, without spaces at its ends. */
const written = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).map((text) => `x${oneLine(text)}y`);
const names = fc.array(written(30), { minLength: 1, maxLength: 5 });

describe('any text from a source', () => {
  it('becomes one line without invisible characters, and stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(INVISIBLE);
        expect(line).toBe(line.trim());
        expect(line).not.toMatch(/\s\s/);
        expect(line.isWellFormed()).toBe(true);
        expect(oneLine(line)).toBe(line);
      }),
    );
  });

  it('can be decoded from its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\uFEFF'));
        expect(utf8(Buffer.from(text))).toBe(text);
      }),
    );
  });

  it('is decoded from any bytes, or undefined', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = utf8(Buffer.from(bytes));
        const withoutMark = Buffer.from(bytes).subarray(
          text === undefined ? 0 : -Buffer.byteLength(text),
        );
        if (text !== undefined && text !== '') expect(Buffer.from(text)).toEqual(withoutMark);
        json(Buffer.from(bytes));
      }),
    );
  });
});

describe('any XML from arXiv', () => {
  it('never throws, and returns only valid records', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<feed>',
        '</feed>',
        '<entry>',
        '</entry>',
        '<id>',
        '</id>',
        '<title>',
        '</title>',
        '<author>',
        '<name>',
        '</name>',
        '</author>',
        '<summary>',
        '</summary>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '&amp;',
        '&#0;',
        '&#xD800;',
        '<category term="cs.LG"/>',
        '<?',
        '<!',
        'http://arxiv.org/abs/2606.00001v1',
        '<arxiv:primary_category term="',
        '"/>',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const entries = readAtom(pieces.join('')) ?? [];
        readError(entries);
        for (const record of entries.map(readRecord)) {
          if (!record) continue;
          expect(record.title).not.toMatch(INVISIBLE);
          expect(record.categories.length).toBeGreaterThan(0);
          expect(record.authors.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('never throws when damaged', () => {
    const whole = feedOf({ id: '2606.00001v1', comment: 'Withdrawn' }, { id: '2606.00002v1' });
    const damage = fc.record({
      at: fc.nat(whole.length),
      remove: fc.nat(200),
      insert: fc.string({ unit: 'binary', maxLength: 40 }),
    });
    fc.assert(
      fc.property(damage, ({ at, remove, insert }) => {
        readAtom(whole.slice(0, at) + insert + whole.slice(at + remove))?.map(readRecord);
      }),
    );
  });

  it('is read as what it says about a paper', () => {
    const codes = ['cs.LG', 'cs.CV', 'math.IT', 'I.2.6', 'astro-ph', '68T05'];
    const record = fc.record({
      arxivId: id,
      title: written(60),
      authors: names,
      abstract: written(200),
      terms: fc.array(fc.constantFrom(...codes), { maxLength: 5 }),
      isWithdrawn: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const xml = feedOf(
          ...records.map(({ arxivId, abstract, isWithdrawn, ...rest }) => ({
            ...rest,
            id: `${arxivId}v3`,
            summary: abstract,
            primary: 'quant-ph',
            ...(isWithdrawn && { comment: 'This paper has been withdrawn.' }),
          })),
        );
        expect(readAtom(xml)?.map(readRecord)).toEqual(
          records.map(({ terms, ...rest }) => ({
            ...rest,
            categories: [
              ...new Set(['quant-ph', ...terms.filter((code) => categoryName(code) !== undefined)]),
            ],
          })),
        );
      }),
    );
  });

  it('is the same when every character is an escape', () => {
    fc.assert(
      fc.property(written(40), (title) => {
        const numbers = Array.from(title, (one) => `&#${one.codePointAt(0) ?? 0};`).join('');
        const plain = feedOf({ id: '2606.00001v1', title });
        const coded = plain.replace(
          `<title>${escapeXml(title)}</title>`,
          () => `<title>${numbers}</title>`,
        );
        expect(readAtom(coded)).toEqual(readAtom(plain));
      }),
    );
  });
});

describe('any JSON from a source', () => {
  it('never throws', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => void readItem(value)));
    const paper = fc.record(
      {
        id: fc.oneof(fc.jsonValue(), id),
        title: fc.oneof(fc.jsonValue(), fc.string()),
        authors: fc.jsonValue(),
        summary: fc.jsonValue(),
        upvotes: fc.oneof(fc.jsonValue(), fc.double()),
        submittedOnDailyAt: fc.oneof(fc.jsonValue(), fc.date().map(String)),
      },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(paper, (value) => void readItem({ paper: value })));
  });

  it('is read as what it says about a paper', () => {
    const candidate = fc.record({
      arxivId: id,
      title: written(60),
      authors: names,
      abstract: written(200),
      upvotes: fc.nat(),
    });
    fc.assert(
      fc.property(candidate, ({ arxivId, abstract, authors, ...rest }) => {
        const paper = {
          ...rest,
          id: arxivId,
          summary: abstract,
          authors: authors.map((name) => ({ name })),
          submittedOnDailyAt: '2026-06-12T07:08:09.000Z',
        };
        const text = JSON.stringify({ paper });
        expect(readItem(json(Buffer.from(text)))).toEqual({
          candidate: { arxivId, abstract, authors, ...rest },
          listedOn: '2026-06-12',
        });
      }),
    );
  });
});
