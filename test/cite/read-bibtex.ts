import { parse } from '@retorquere/bibtex-parser';
import { expect } from 'vitest';

interface Read {
  key: string;
  title: string;
  /** `Given Family Suffix`, or what stood in braces. */
  authors: string[];
  fields: Readonly<Record<string, unknown>>;
}

/** What a reader of BibTeX makes of it, LaTeX read back; fails where it finds anything wrong. */
export function readBibtex(text: string): Read[] {
  const { entries, errors } = parse(text, { sentenceCase: false });
  // Of formulas it knows some commands only; that is no mistake of the entry.
  expect(errors.filter(({ error }) => !error.startsWith('unhandled macro'))).toEqual([]);
  return entries.map(({ type, key, fields }) => {
    expect(type).toBe('misc');
    return {
      key,
      title: (fields.title ?? '').normalize('NFC'),
      authors: (fields.author ?? []).map(({ name, firstName, prefix, lastName, suffix }) =>
        [name, firstName, prefix, lastName, suffix].filter(Boolean).join(' '),
      ),
      fields,
    };
  });
}
