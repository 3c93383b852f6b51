import { describe, expect, it } from 'vitest';
import { measureLatex } from '../../bench/quality/latex.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import { archiveFiles } from '../support/archive.ts';

const files = archiveFiles();

describe.skipIf(files.length === 0)('the real archive', () => {
  const texts = files
    .flatMap(({ name, text }) => parseDigest(text, name).digest?.papers ?? [])
    .flatMap(({ title, abstract }) => [title, abstract]);
  const { formulas, commands, changed } = measureLatex(texts);

  it('shows fewer than 3 in 100 formulas as their source', () => {
    expect(formulas.all).toBeGreaterThan(500);
    expect(formulas.left / formulas.all).toBeLessThan(0.03);
  });

  it('shows outside of formulas no LaTeX but what authors defined for themselves', () => {
    expect(commands.all).toBeGreaterThan(200);
    expect(commands.left / commands.all).toBeLessThan(0.06);
  });

  it('keeps every text without LaTeX, but for printed quotes, dashes and blanks', () => {
    expect(changed.other).toEqual([]);
  });
});
