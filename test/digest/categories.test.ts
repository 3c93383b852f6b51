import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalCategory,
  categoryName,
  inCategory,
  matchCategory,
} from '../../src/digest/categories.ts';

const cs = { code: 'cs', kind: 'archive' } as const;

describe('the name of a category', () => {
  it.each([
    ['cs.LG', 'Machine Learning'],
    ['eess.AS', 'Audio and Speech Processing'],
    ['math-ph', 'Mathematical Physics'],
    ['physics.soc-ph', 'Physics and Society'],
    ['cs', 'Computer Science'],
    ['q-bio', 'Quantitative Biology'],
    ['cs.QQ', undefined],
    ['constructor', undefined],
  ])('is, for %s, %s', (code, name) => {
    expect(categoryName(code)).toBe(name);
  });
});

describe('a typed category', () => {
  it.each([
    ['cs.lg', 'cs.LG', 'category'],
    ['  CS.LG ', 'cs.LG', 'category'],
    ['Physics.Soc-Ph', 'physics.soc-ph', 'category'],
    ['math.it', 'cs.IT', 'category'],
    ['math.MP', 'math-ph', 'category'],
    ['stat.TH', 'math.ST', 'category'],
    ['q-fin.EC', 'econ.GN', 'category'],
    ['cs.SY', 'eess.SY', 'category'],
    ['cs.NA', 'math.NA', 'category'],
    ['cmp-lg', 'cs.CL', 'category'],
    ['mtrl-th', 'cond-mat.mtrl-sci', 'category'],
    ['CS', 'cs', 'archive'],
    ['astro-ph', 'astro-ph', 'archive'],
    ['cond-mat', 'cond-mat', 'archive'],
    ['quant-ph', 'quant-ph', 'category'],
    ['hep-th', 'hep-th', 'category'],
    ['math-ph', 'math-ph', 'category'],
    ['cs.QQ', 'cs.QQ', 'category'],
    ['new-ph', 'new-ph', 'category'],
  ])('is %j: %s, a whole %s', (typed, code, kind) => {
    expect(matchCategory(typed)).toMatchObject({ code, kind });
  });

  it('comes with its name where the taxonomy has one', () => {
    expect(matchCategory('cs.cv')?.name).toBe('Computer Vision and Pattern Recognition');
    expect(matchCategory('math.IT')?.name).toBe('Information Theory');
    expect(matchCategory('cs.QQ')).not.toHaveProperty('name');
  });

  it.each(['', ' ', 'robots', 'deep learning', 'cs.', '.LG', 'cs.LG.AI', 'cs LG', '__proto__'])(
    "can't be read from %j",
    (typed) => {
      expect(matchCategory(typed)).toBeUndefined();
    },
  );

  it('may be any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const category = matchCategory(typed);
        expect(category === undefined || category.code !== '').toBe(true);
      }),
    );
  });
});

describe("a paper's categories", () => {
  it('include each of its codes, the first and the others', () => {
    expect(inCategory(['cs.CV', 'cs.LG'], { code: 'cs.LG', kind: 'category' })).toBe(true);
    expect(inCategory(['cs.CV', 'cs.LG'], { code: 'cs.AI', kind: 'category' })).toBe(false);
  });

  it('include the alias of each code, and the other way round', () => {
    expect(inCategory(['math.IT'], { code: 'cs.IT', kind: 'category' })).toBe(true);
    expect(inCategory(['cs.IT'], { code: 'math.IT', kind: 'category' })).toBe(true);
    expect(inCategory(['cmp-lg'], { code: 'cs.CL', kind: 'category' })).toBe(true);
  });

  it('include the archive of each code, under either of its codes', () => {
    expect(inCategory(['stat.ML', 'cs.LG'], cs)).toBe(true);
    expect(inCategory(['math.IT'], cs)).toBe(true);
    expect(inCategory(['eess.SY'], cs)).toBe(true);
    expect(inCategory(['cs.IT'], { code: 'math', kind: 'archive' })).toBe(true);
    expect(inCategory(['stat.ML', 'eess.AS'], cs)).toBe(false);
    expect(inCategory(['astro-ph'], { code: 'astro-ph', kind: 'archive' })).toBe(true);
    expect(inCategory(['math-ph'], { code: 'physics', kind: 'archive' })).toBe(false);
  });

  it("include a category that the taxonomy doesn't know, whatever its case", () => {
    expect(inCategory(['cs.QQ'], { code: 'cs.qq', kind: 'category' })).toBe(true);
    expect(inCategory(['cs.QQ'], cs)).toBe(true);
  });
});

it("canonical codes aren't aliases themselves", () => {
  for (const code of ['math.IT', 'cs.NA', 'mtrl-th', 'cs.LG', 'cs.QQ']) {
    expect(canonicalCategory(canonicalCategory(code))).toBe(canonicalCategory(code));
  }
});
