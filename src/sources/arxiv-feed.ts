import { Parser } from 'htmlparser2';
import { z } from 'zod';
import { parseArxivId } from '../digest/arxiv-id.ts';
import { categoryName } from '../digest/categories.ts';
import type { PaperRecord } from './types.ts';
import { abstract, author, authors, title } from './validate.ts';

/** An entry of one of arXiv's Atom feeds: texts as in the feed, empty if absent. */
interface AtomEntry {
  /** A URL. */
  id: string;
  title: string;
  summary: string;
  comment: string;
  /** The code of the primary category. */
  primary: string;
  /** The terms of all categories, which include codes of other classifications. */
  terms: string[];
  authors: string[];
}

/** A feed has four levels, and the parser's time grows with their square. */
const MAX_DEPTH = 30;
/** arXiv never sends more in one response. */
const MAX_ENTRIES = 2000;
/** How many characters are parsed before depth and entries are checked again. */
const CHUNK = 16_384;

/** The prefix used below for each namespace, whatever prefix a feed uses. */
const PREFIXES = new Map([
  ['http://www.w3.org/2005/Atom', ''],
  ['http://arxiv.org/schemas/atom', 'arxiv:'],
]);

/** The field that a text belongs to, by the path of its elements. */
const FIELDS = new Map<string, 'id' | 'title' | 'summary' | 'comment'>([
  ['feed/entry/id', 'id'],
  ['feed/entry/title', 'title'],
  ['feed/entry/summary', 'summary'],
  ['feed/entry/arxiv:comment', 'comment'],
]);

/**
 * Reads an Atom feed from arXiv's API. Undefined if the text isn't a complete feed. Never throws.
 * Entities are decoded, except those that a document defines itself.
 *
 * @see https://info.arxiv.org/help/api/user-manual.html
 */
export function readAtom(xml: string): AtomEntry[] | undefined {
  const entries: AtomEntry[] = [];
  const path: string[] = [];
  const seen = { end: false, depth: 0 };
  const names = createNames();
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        names.declare(attributes);
        path.push(names.normalize(name));
        seen.depth = Math.max(seen.depth, path.length);
        const at = path.join('/');
        if (at === 'feed/entry') entries.push(emptyEntry());
        const entry = entries.at(-1);
        const term = attributes['term'] ?? '';
        if (at === 'feed/entry/category') entry?.terms.push(term);
        if (at === 'feed/entry/arxiv:primary_category' && entry) entry.primary = term;
        if (at === 'feed/entry/author/name') entry?.authors.push('');
      },
      ontext(text) {
        const entry = entries.at(-1);
        if (!entry) return;
        const at = path.join('/');
        const field = FIELDS.get(at);
        if (field !== undefined) entry[field] += text;
        else if (at === 'feed/entry/author/name') {
          entry.authors.push((entry.authors.pop() ?? '') + text);
        }
      },
      onclosetag(_name, isImplied) {
        if (path.length === 1 && path[0] === 'feed' && !isImplied) seen.end = true;
        path.pop();
      },
    },
    { xmlMode: true },
  );
  for (let at = 0; at < xml.length; at += CHUNK) {
    parser.write(xml.slice(at, at + CHUNK));
    if (seen.depth > MAX_DEPTH || entries.length > MAX_ENTRIES) return undefined;
  }
  parser.end();
  return seen.end ? entries : undefined;
}

function emptyEntry(): AtomEntry {
  return { id: '', title: '', summary: '', comment: '', primary: '', terms: [], authors: [] };
}

/** Element names with the prefixes of `PREFIXES`, for a feed that may use others. */
function createNames() {
  /** By the feed's prefix, such as `arxiv:`. */
  const prefixes = new Map<string, string>();
  return {
    declare(attributes: Readonly<Record<string, string>>): void {
      for (const [name, value] of Object.entries(attributes)) {
        const prefix = /^xmlns(?::|$)(.*)/.exec(name)?.[1];
        const ours = PREFIXES.get(value);
        if (prefix === undefined || ours === undefined) continue;
        prefixes.set(prefix === '' ? '' : `${prefix}:`, ours);
      }
    },
    normalize(name: string): string {
      const prefix = name.slice(0, name.indexOf(':') + 1);
      return (prefixes.get(prefix) ?? prefix) + name.slice(prefix.length);
    },
  };
}

const EntryTexts = z.object({ title, summary: abstract, authors: authors(author).min(1) });

const WORKS = '(?:paper|article|manuscript|submission|preprint|work|version|document|report)';
/** `Withdrawn`, `Paper withdrawn due to …`, `This paper has been withdrawn by the author`. */
const WITHDRAWN = new RegExp(
  `(?:^\\W*(?:arxiv admin note:\\s*)?(?:${WORKS}\\s+)?|\\b(?:this|the|our)\\s+${WORKS}\\s+)` +
    '(?:(?:has|is|was|being|been|hereby|now|temporarily)\\s+){0,4}(?:withdrawn|retracted)\\b' +
    // Being withdrawn from a conference doesn't count.
    '(?!\\s+from\\s+(?!(?:the\\s+)?arxiv))',
  'i',
);

/** Reads an entry as a paper's record; undefined if it's malformed. */
export function readRecord(entry: AtomEntry): PaperRecord | undefined {
  const url = /^https?:\/\/(?:export\.)?arxiv\.org\/abs\/(.+)$/.exec(entry.id.trim());
  const arxivId = parseArxivId(url?.[1] ?? '');
  const texts = EntryTexts.safeParse(entry);
  // The terms include codes of other classifications, such as ACM's.
  const known = [entry.primary, ...entry.terms].filter((code) => categoryName(code) !== undefined);
  if (arxivId === undefined || !texts.success || known.length === 0) return undefined;
  return {
    arxivId,
    title: texts.data.title,
    authors: texts.data.authors,
    abstract: texts.data.summary,
    categories: [...new Set(known)],
    isWithdrawn: WITHDRAWN.test(entry.comment),
  };
}

/** The error that arXiv sent instead of entries; undefined if there is none. */
export function readError(entries: readonly AtomEntry[]): string | undefined {
  const url = /^https?:\/\/(?:export\.)?arxiv\.org\/api\/errors#?(.*)$/;
  return url.exec(entries[0]?.id.trim() ?? '')?.[1];
}
