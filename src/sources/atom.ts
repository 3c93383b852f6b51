import { Parser } from 'htmlparser2';

/** An entry of arXiv's Atom feeds: texts as they are written there, empty where there are none. */
export interface AtomEntry {
  /** An address. */
  id: string;
  title: string;
  summary: string;
  comment: string;
  /** The code of the primary category. */
  primary: string;
  /** The terms of all categories, codes of other classifications among them. */
  terms: string[];
  authors: string[];
}

/** A feed has four levels; the parser takes time with the square of them. */
const MAX_DEPTH = 30;
/** arXiv gives no more in one answer. */
const MAX_ENTRIES = 2000;
/** How much is read between two looks at depth and entries. */
const SLICE = 16_384;

/** What stands here before the names of a namespace, whatever stands before them in a feed. */
const PREFIXES = new Map([
  ['http://www.w3.org/2005/Atom', ''],
  ['http://arxiv.org/schemas/atom', 'arxiv:'],
]);

/** Where a text belongs, by the path of elements that leads to it. */
const FIELDS = new Map<string, 'id' | 'title' | 'summary' | 'comment'>([
  ['feed/entry/id', 'id'],
  ['feed/entry/title', 'title'],
  ['feed/entry/summary', 'summary'],
  ['feed/entry/arxiv:comment', 'comment'],
]);

/**
 * Reads an Atom feed of arXiv's API. Undefined when the text is no feed, or ends within it. Never
 * throws. Entities are decoded, but for those that a document defines itself.
 *
 * @see https://info.arxiv.org/help/api/user-manual.html
 */
export function readAtom(xml: string): AtomEntry[] | undefined {
  const entries: AtomEntry[] = [];
  const path: string[] = [];
  const seen = { end: false, depth: 0 };
  /** By what the feed writes before its names, `arxiv:`. */
  const prefixes = new Map<string, string>();

  function note(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      const prefix = /^xmlns(?::|$)(.*)/.exec(name)?.[1];
      const ours = PREFIXES.get(value);
      if (prefix === undefined || ours === undefined) continue;
      prefixes.set(prefix === '' ? '' : `${prefix}:`, ours);
    }
  }

  function nameOf(written: string): string {
    const prefix = written.slice(0, written.indexOf(':') + 1);
    return (prefixes.get(prefix) ?? prefix) + written.slice(prefix.length);
  }

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        note(attributes);
        path.push(nameOf(name));
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
  for (let at = 0; at < xml.length; at += SLICE) {
    parser.write(xml.slice(at, at + SLICE));
    if (seen.depth > MAX_DEPTH || entries.length > MAX_ENTRIES) return undefined;
  }
  parser.end();
  return seen.end ? entries : undefined;
}

function emptyEntry(): AtomEntry {
  return { id: '', title: '', summary: '', comment: '', primary: '', terms: [], authors: [] };
}
