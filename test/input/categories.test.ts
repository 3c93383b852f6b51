import { describe, expect, it } from 'vitest';
import { parseCategory, splitCategories } from '../../src/input/categories.ts';

const parse = (typed: string, used: readonly string[] = []) =>
  parseCategory(typed, (code) => used.includes(code));

describe('a category', () => {
  it.each([
    ['cs.cv', 'cs.CV'],
    [' CS ', 'cs'],
    ['robotics', 'cs.RO'],
    ['cs.ZZ', 'cs.ZZ'],
  ])('is read from %j as %s', (typed, code) => {
    expect(parse(typed)).toEqual({ code });
  });

  it('whose name several share is the only one of them with papers', () => {
    const { candidates = [] } = parse('learning');
    expect(candidates.length).toBeGreaterThan(1);
    expect(candidates).toContain('cs.LG');
    expect(parse('learning', ['cs.LG'])).toEqual({ code: 'cs.LG' });
    expect(parse('learning', candidates)).toEqual({ candidates });
  });

  it('that resembles no other has no candidates', () => {
    expect(parse('gardening')).toEqual({ candidates: [] });
  });
});

it.each([
  ['cs.CV, stat', ['cs.CV', 'stat']],
  ['cs.CV stat', ['cs.CV', 'stat']],
  ['machine learning, cs.CV', ['machine learning', 'cs.CV']],
  [' , ', []],
])('the list %j is split into %j', (typed, parts) => {
  expect(splitCategories(typed)).toEqual(parts);
});
