import { describe, expect, it } from 'vitest';
import { measureLatex } from '../../bench/quality/latex.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import { archiveFiles } from '../support/archive.ts';

const files = archiveFiles();

describe.skipIf(files.length === 0)('LaTeX in the published archive', () => {
  const texts = files
    .flatMap(({ name, text }) => parseDigest(text, name).digest?.papers ?? [])
    .flatMap(({ title, abstract }) => [title, abstract]);
  const { formulas, commands, changed } = measureLatex(texts);

  it('leaves fewer than 3 in 100 formulas as source', () => {
    expect(formulas.all).toBeGreaterThan(500);
    expect(formulas.left / formulas.all).toBeLessThan(0.03);
  });

  it("leaves no LaTeX outside of formulas except authors' own commands", () => {
    expect(commands.all).toBeGreaterThan(200);
    expect(commands.left / commands.all).toBeLessThan(0.06);
  });

  it('keeps text without LaTeX, except printed quotes, dashes and spaces', () => {
    expect(changed.other).toEqual([]);
  });
});
