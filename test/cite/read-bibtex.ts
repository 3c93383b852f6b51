import { parse } from '@retorquere/bibtex-parser';
import { expect } from 'vitest';

interface Read {
  key: string;
  title: string;
  /** `Given Family Suffix`, or the text in braces. */
  authors: string[];
  fields: Readonly<Record<string, unknown>>;
}

/** Reads BibTeX as other software does, LaTeX included. Fails on any error. */
export function readBibtex(text: string): Read[] {
  const { entries, errors } = parse(text, { sentenceCase: false });
  // This parser doesn't know all commands in formulas, which isn't an error in the entry.
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
