import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { comparableId } from '../../digest/arxiv-id.ts';
import type { Day, Digest, Paper, Problem, RisenPaper } from '../../digest/types.ts';
import type { CooperativeQueue } from '../cooperative-queue.ts';
import { type Popularity, popularityOf } from '../popularity.ts';
import { tokenize } from '../tokenize.ts';
import { asDamage, DamagedIndex, MEMORY, openDatabase, prepareWrite } from './database.ts';
import { createFullText, type FullText, type IndexedText } from './full-text.ts';
import { createWordCounts, type WordCounts } from './word-counts.ts';

/** What the index knows of a file. */
export interface IndexedFile {
  name: string;
  /** What the file looked like when it was read; see `FileState`. */
  signature: string;
  /** When it was last written, in Unix milliseconds. */
  modified: number;
  problems: Problem[];
  /** The last version that could be read; absent if there never was one. */
  digest?: IndexedDigest;
}

/** A digest without its texts. */
export interface IndexedDigest {
  day: Day;
  title: string;
  /** The same for the same content. */
  hash: string;
  /** In printed order. */
  entries: IndexEntry[];
}

/** A paper's position in a digest. */
export interface Position {
  day: Day;
  rank: number;
  arxivId: string;
}

/** A paper in a digest, with all that filtering and sorting need. Its texts stay in the database. */
export interface IndexEntry extends Position {
  /** Its row in the database. */
  row: number;
  popularity: Popularity;
  categories: readonly string[];
  /** The number of words in its title. */
  titleLength: number;
}

/** All of the archive that is queried, so that no start has to read every file again. */
export interface ArchiveIndex {
  /** By name. */
  files: ReadonlyMap<string, IndexedFile>;
  /** Adds or replaces a file; without a digest, the last good one stays. */
  put(file: Omit<IndexedFile, 'digest'>, digest: Digest | undefined): void;
  remove(name: string): void;
  /** Makes changes durable; a crash reverts uncommitted ones. */
  commit(): void;
  /** The paper in a row, as its file has it; undefined if it's gone. */
  paper(row: number): Paper | undefined;
  /** The digest's papers that have risen since their day; undefined if there are none. */
  risen(name: string): RisenPaper[] | undefined;
  /** The rows of a paper, by an id from `comparableId`. */
  rowsOf(id: string): number[];
  text: FullText;
  words: WordCounts;
  /** Postpones counting words, because so many papers are coming that `optimize` is faster. */
  deferCounting(): void;
  /** Whether there are papers whose words weren't counted. */
  isUncounted(): boolean;
  /** After many papers: counts their words and merges the full text's segments, shard by shard. */
  optimize(enqueue: CooperativeQueue): Promise<void>;
  /** Above all row numbers so far. */
  nextRow(): number;
  /** The size of the database. */
  bytes(): number;
  close(): void;
}

/** A private-use character, which is no word, so that no phrase spans two authors. */
const AUTHOR_SEPARATOR = '\uE000';

/** With this many papers, a shard answers even the most frequent word within milliseconds. */
const ROWS_PER_SHARD = 2_048;

/**
 * Opens the index at a path; empty if there was none, or none that this version can read.
 *
 * @param path a file, or `MEMORY`
 * @param firstRow the lowest row number to use, so that it shares none with an earlier index
 * @throws if no database can be there
 */
export function openIndex(path: string = MEMORY, firstRow = 0): ArchiveIndex {
  const db = openDatabase(path);
  try {
    return createIndex(db, firstRow);
  } catch (error) {
    // A damaged file is removed next, which some systems refuse while it's open.
    db.close();
    throw asDamage(error);
  }
}

function createIndex(db: DatabaseSync, firstRow: number): ArchiveIndex {
  const text = createFullText(db, ROWS_PER_SHARD);
  const counts = createWordCounts(db);
  const papers = createPaperTable(db, text, counts);
  const internCategories = createInterner();
  const putFile = prepareWrite(db, 'INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)');
  const selectRisen = db.prepare('SELECT risen FROM file WHERE name = ?');
  const removeFile = prepareWrite(db, 'DELETE FROM file WHERE name = ?');
  let nextRow = Math.max(firstRow, papers.lastRow() + 1);

  const files = new Map<string, IndexedFile>();
  const selectFiles = db.prepare('SELECT name, signature, modified, problems, digest FROM file');
  for (const row of selectFiles.all() as unknown as FileRow[]) {
    files.set(row.name, unpackFile(row, internCategories));
  }

  /**
   * Makes a change in the open transaction. If that fails, half of it may be in the transaction, or
   * the transaction is gone: this index must not be used any more.
   */
  function change(work: () => void): void {
    try {
      if (!db.isTransaction) db.exec('BEGIN');
      work();
    } catch (error) {
      throw asDamage(error);
    }
  }

  function risen(name: string): RisenPaper[] | undefined {
    const row = selectRisen.get(name) as { risen: string | null } | undefined;
    return row?.risen ? (parseJson(row.risen) as RisenPaper[]) : undefined;
  }

  function put(file: Omit<IndexedFile, 'digest'>, digest: Digest | undefined): void {
    const before = files.get(file.name)?.digest;
    // Prepared before anything changes, so that a paper that can't be indexed changes nothing.
    const added = digest?.papers.map((paper, at) =>
      rowOf(paper, { row: nextRow + at, day: digest.day, internCategories }),
    );
    const after = digest && added ? indexedDigest(digest, added) : before;
    const { name, signature, modified, problems } = file;
    const packed = after ? JSON.stringify(packDigest(after)) : null;
    change(() => {
      const rose = JSON.stringify(digest ? digest.risen : risen(name)) as string | undefined;
      if (added) papers.remove(before?.entries ?? []);
      for (const row of added ?? []) papers.add(row);
      putFile.run(name, signature, modified, JSON.stringify(problems), packed, rose ?? null);
    });
    nextRow += added?.length ?? 0;
    files.set(name, { ...file, ...(after && { digest: after }) });
  }

  async function optimize(enqueue: CooperativeQueue): Promise<void> {
    const papersWith = new Map<string, number>();
    for (let shard = 0; shard < text.shards(); shard++) {
      await enqueue(() => change(() => text.optimize(shard)));
      await enqueue(() => {
        for (const [word, rows] of text.words(shard)) {
          papersWith.set(word, (papersWith.get(word) ?? 0) + rows);
        }
      });
    }
    papersWith.delete(AUTHOR_SEPARATOR);
    await enqueue(() =>
      change(() => {
        counts.replace(papersWith);
        db.exec('COMMIT');
      }),
    );
  }

  return {
    files,
    put,
    remove(name) {
      change(() => {
        papers.remove(files.get(name)?.digest?.entries ?? []);
        removeFile.run(name);
      });
      files.delete(name);
    },
    commit: () =>
      change(() => {
        counts.flush();
        db.exec('COMMIT');
      }),
    paper: (row) => papers.get(row),
    risen,
    rowsOf: (id) => papers.rowsOf(id),
    text,
    words: counts,
    deferCounting: () =>
      change(() => {
        counts.defer();
        db.exec('COMMIT');
      }),
    isUncounted: () => counts.isDeferred(),
    optimize,
    nextRow: () => nextRow,
    bytes: () =>
      Number(db.prepare('PRAGMA page_count').get()?.['page_count']) *
      Number(db.prepare('PRAGMA page_size').get()?.['page_size']),
    close: () => db.close(),
  };
}

/** A paper as it's written to the tables. */
interface PaperRow {
  entry: IndexEntry;
  id: string;
  json: string;
  text: IndexedText;
}

interface PaperTable {
  add(row: PaperRow): void;
  remove(entries: readonly IndexEntry[]): void;
  get(row: number): Paper | undefined;
  rowsOf(id: string): number[];
  /** -1 if there are none. */
  lastRow(): number;
}

/** The papers, and their words in the full text and in the counts. */
function createPaperTable(db: DatabaseSync, text: FullText, counts: WordCounts): PaperTable {
  const insert = prepareWrite(db, 'INSERT INTO paper VALUES (?, ?, ?)');
  const remove = prepareWrite(db, 'DELETE FROM paper WHERE row = ?');
  const select = db.prepare('SELECT json FROM paper WHERE row = ?');
  const selectById = db.prepare('SELECT row FROM paper WHERE id = ?');
  const selectLast = db.prepare('SELECT max(row) AS row FROM paper');

  function get(row: number): Paper | undefined {
    const found = select.get(row) as { json: string } | undefined;
    return found && (parseJson(found.json) as Paper);
  }

  return {
    add({ entry, id, json, text: words }) {
      insert.run(entry.row, id, json);
      text.add(entry.row, words);
      if (!counts.isDeferred()) counts.count(distinctWords(words), 1);
    },
    remove(entries) {
      for (const { row } of entries) {
        const removed = get(row);
        remove.run(row);
        text.remove(row);
        if (removed && !counts.isDeferred()) counts.count(distinctWords(textOf(removed)), -1);
      }
    },
    get,
    rowsOf: (id) => (selectById.all(id) as { row: number }[]).map(({ row }) => row),
    lastRow: () => (selectLast.get() as { row: number | null }).row ?? -1,
  };
}

type Intern = (codes: string) => readonly string[];

interface RowContext {
  row: number;
  day: Day;
  internCategories: Intern;
}

function rowOf(paper: Paper, { row, day, internCategories }: RowContext): PaperRow {
  const text = textOf(paper);
  const entry: IndexEntry = {
    row,
    day,
    rank: paper.rank,
    arxivId: paper.arxivId,
    popularity: popularityOf(paper),
    categories: internCategories(paper.categories.join(' ')),
    titleLength: text.title.split(' ').length,
  };
  return { entry, id: comparableId(paper.arxivId), json: JSON.stringify(paper), text };
}

function indexedDigest(digest: Digest, rows: readonly PaperRow[]): IndexedDigest {
  const { day, title } = digest;
  return { day, title, hash: hashOf(digest), entries: rows.map(({ entry }) => entry) };
}

interface FileRow {
  name: string;
  signature: string;
  modified: number;
  problems: string;
  digest: string | null;
}

/** As stored: what all papers of a digest share is there once. */
type PackedDigest = [day: Day, title: string, hash: string, entries: PackedEntry[]];
type PackedEntry = [
  row: number,
  rank: number,
  arxivId: string,
  count: number,
  measure: string,
  categories: string,
  titleLength: number,
];

function packDigest({ day, title, hash, entries }: IndexedDigest): PackedDigest {
  return [
    day,
    title,
    hash,
    entries.map((entry) => [
      entry.row,
      entry.rank,
      entry.arxivId,
      entry.popularity.count,
      entry.popularity.measure,
      entry.categories.join(' '),
      entry.titleLength,
    ]),
  ];
}

function unpackFile(
  { name, signature, modified, problems, digest }: FileRow,
  internCategories: Intern,
): IndexedFile {
  const file = { name, signature, modified, problems: parseJson(problems) as Problem[] };
  if (digest === null) return file;
  const [day, title, hash, packed] = parseJson(digest) as PackedDigest;
  const entries = packed.map(([row, rank, arxivId, count, measure, codes, titleLength]) => ({
    row,
    day,
    rank,
    arxivId,
    popularity: { measure, count },
    categories: internCategories(codes),
    titleLength,
  }));
  return { ...file, digest: { day, title, hash, entries } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedIndex(error);
  }
}

function textOf({ title, authors, abstract }: Paper): IndexedText {
  const words = (text: string): string => tokenize(text).join(' ');
  return {
    title: words(title),
    authors: authors.map(words).join(` ${AUTHOR_SEPARATOR} `),
    abstract: words(abstract),
  };
}

function distinctWords({ title, authors, abstract }: IndexedText): Set<string> {
  const words = new Set(`${title} ${authors} ${abstract}`.split(' '));
  words.delete(AUTHOR_SEPARATOR);
  return words;
}

function hashOf({ day, title, papers, risen = [] }: Digest): string {
  return createHash('sha256')
    .update(JSON.stringify([day, title, papers, risen]))
    .digest('base64url');
}

/** Returns the same list for the same categories: there are far fewer combinations than papers. */
function createInterner(): Intern {
  const known = new Map<string, readonly string[]>();
  return (codes) => {
    let list = known.get(codes);
    if (!list) known.set(codes, (list = codes === '' ? [] : codes.split(' ')));
    return list;
  };
}
