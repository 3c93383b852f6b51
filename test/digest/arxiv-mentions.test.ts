import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArxivId } from '../../src/digest/arxiv-id.ts';
import { arxivIdsIn } from '../../src/digest/arxiv-mentions.ts';

describe('mentions of a paper', () => {
  it.each([
    'https://arxiv.org/abs/2105.01601',
    'http://www.arxiv.org/abs/2105.01601v3',
    'look:arxiv.org/pdf/2105.01601v1.pdf!',
    'https://arxiv.org/html/2105.01601v1#S2.SS1',
    'https://arxiv.org/format/2105.01601',
    'https://export.arxiv.org/abs/2105.01601?context=cs.CV',
    'HTTPS://ARXIV.ORG/ABS/2105.01601',
    '<https://arxiv.org/abs/2105.01601/>',
    '||https://arxiv.org/abs/2105.01601||',
    'Read [MLP-Mixer](https://arxiv.org/abs/2105.01601).',
    '[it](<https://arxiv.org/abs/2105.01601>)',
    '(see https://arxiv.org/abs/2105.01601).',
    'https://arxiv.org/abs/2105.01601,',
    'https://arxiv.org/abs/2105.01601…',
    'https://www.alphaxiv.org/abs/2105.01601v4',
    'https://www.alphaxiv.org/overview/2105.01601',
    'https://huggingface.co/papers/2105.01601',
    'https://hf.co/papers/2105.01601',
    'https://doi.org/10.48550/arXiv.2105.01601',
    'doi:10.48550/arXiv.2105.01601',
    'https://ar5iv.org/abs/2105.01601',
    'https://ar5iv.labs.arxiv.org/html/2105.01601',
    'https://scirate.com/arxiv/2105.01601',
    'https://example.com/out?to=https%3A%2F%2Farxiv.org%2Fabs%2F2105.01601&x=1',
    'arXiv:2105.01601',
    'ARXIV: 2105.01601v2',
    'arXiv 2105.01601',
    'arXiv:2105.01601v2 [cs.CV] 4 May 2021',
    '2105.01601',
    '2105.01601v12',
    '`2105.01601`, *2105.01601* and _2105.01601_',
    '"2105.01601"',
    '2105.01601.',
    '2105.01601: well worth it',
    '2105.01601.pdf',
    '看看2105.01601吧',
  ])('are found in %j', (text) => {
    expect(arxivIdsIn(text)).toEqual(['2105.01601']);
  });

  it.each([
    ['hep-th/9901001', 'hep-th/9901001'],
    ['https://arxiv.org/abs/hep-th/9901001v2', 'hep-th/9901001'],
    ['https://arxiv.org/pdf/astro-ph/0601001.pdf', 'astro-ph/0601001'],
    ['arXiv:math.GT/0309136', 'math/0309136'],
    ['https://doi.org/10.48550/arXiv.cond-mat/0001001', 'cond-mat/0001001'],
    ['Hep-Th/9901001', 'hep-th/9901001'],
    ['alg-geom/9202001', 'alg-geom/9202001'],
    ['0704.0001', '0704.0001'],
    ['1412.9999', '1412.9999'],
    ['1501.00001', '1501.00001'],
    ['arXiv:1203.2021', '1203.2021'],
    ['https://arxiv.org/abs/1203.2021', '1203.2021'],
  ])('are found in %j, in the format of their date', (text, id) => {
    expect(arxivIdsIn(text)).toEqual([id]);
  });
});

describe('text without a paper', () => {
  it.each([
    ['an invalid month', '2113.01601'],
    ['an invalid month in a link', 'https://arxiv.org/abs/2100.01601'],
    ['a month before such ids began', '0703.0001'],
    ['five digits before 2015', '1203.45678'],
    ['four digits since 2015', '2105.0160'],
    ['six digits', 'https://arxiv.org/abs/2105.016012'],
    ['a longer number', '12105.01601 and 2105.01601234'],
    ['a number with thousands separators', '12,2105.01601 or 2105.01601,50'],
    ['a version number', '2105.01601.3'],
    ['a version number after a v', 'v2105.01601'],
    ['a version number after "version"', 'version 1909.18363'],
    ['a build number', 'Build 1909.18363'],
    ['an IP address', '10.2105.01601'],
    ['a date', '1203.2021'],
    ['a date with the year first', '2012.0312'],
    ['a price', '$1203.4567'],
    ['a price with the sign after it', '1203.4567 €'],
    ['a price with a currency code', '1203.4567 USD'],
    ['a percentage', '1203.4567%'],
    ['a negative number', '-1203.4567'],
    ['part of a word', 'x2105.01601 2105.01601kg'],
    ['the path of another site', 'https://example.com/2105.01601'],
    ['another site', 'https://notarxiv.org/abs/2105.01601'],
    ['a listing page', 'https://arxiv.org/list/cs.CV/2105'],
    ['an unknown archive', 'and/9901001 gpt/9901001'],
    ['an invalid month in an old id', 'hep-th/9913001'],
    ['a year after the old ids ended', 'hep-th/0801001'],
    ['an old id with too many digits', 'hep-th/99010012'],
    ['an archive within a longer word', 'xhep-th/9901001 co-math/0309136'],
    ['empty text', ''],
  ])('finds no paper in %s', (_what, text) => {
    expect(arxivIdsIn(text)).toEqual([]);
  });
});

describe('mentions of several papers', () => {
  it('are found in order and once each, whatever their version or spelling', () => {
    const text =
      '2105.01602,2105.01601 arXiv:2105.01602v2 math.GT/0309136\n' +
      'https://arxiv.org/abs/2105.01601v1 https://arxiv.org/abs/math/0309136';
    expect(arxivIdsIn(text)).toEqual(['2105.01602', '2105.01601', 'math/0309136']);
  });

  it('are all found, even if there are many', () => {
    const all = Array.from({ length: 60 }, (_, n) => `2105.${String(n + 10000)}`);
    expect(arxivIdsIn(all.join(' '))).toEqual(all);
  });
});

describe('mentions in random text', () => {
  const noise = fc.string({ unit: 'binary', maxLength: 200 });
  const anId = fc
    .tuple(fc.integer({ min: 15, max: 49 }), fc.integer({ min: 1, max: 12 }), fc.nat(99_999))
    .map(([year, month, n]) => `${year}${pad(month, 2)}.${pad(n, 5)}`);
  const written = fc.constantFrom<(id: string) => string>(
    (id) => `https://arxiv.org/abs/${id}`,
    (id) => `https://arxiv.org/pdf/${id}v2`,
    (id) => `[paper](https://huggingface.co/papers/${id})`,
    (id) => `arXiv:${id} [cs.CV]`,
    (id) => `(${id})`,
  );

  it('are found as a link or an id in brackets', () => {
    fc.assert(
      fc.property(noise, anId, written, noise, (before, id, write, after) => {
        expect(arxivIdsIn(`${before} ${write(id)} ${after}`)).toContain(id);
      }),
    );
  });

  it('are valid, in the text, and found once each', () => {
    const piece = fc.oneof(
      noise,
      anId,
      fc.constantFrom('arxiv.org/abs/', 'arXiv:', ' ', 'v2', '/', '.', 'hep-th/', '9901001', '1'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        const text = pieces.join('');
        const found = arxivIdsIn(text);
        expect(new Set(found).size).toBe(found.length);
        for (const id of found) {
          expect(parseArxivId(id)).toBe(id);
          expect(text.replace(/%2f/gi, '/')).toContain(id);
        }
      }),
    );
  });

  it.each(['1203.4567v', 'arxiv.org/abs/', '9999.99999 ', 'a.a-', 'arxiv ', '$2105.01601 '])(
    'are searched in linear time in long repeats of %j',
    (part) => {
      const start = performance.now();
      arxivIdsIn(part.repeat(100_000));
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );
});

function pad(n: number, digits: number): string {
  return String(n).padStart(digits, '0');
}
