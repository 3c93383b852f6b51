import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { comparableId } from '../../digest/arxiv-id.ts';
import type { Digest, Paper, Problem } from '../../digest/types.ts';
import type { IndexEntry } from '../entry.ts';
import { popularityOf } from '../popularity.ts';
import type { CooperativeQueue } from '../cooperative-queue.ts';
import { tokenize } from '../tokenize.ts';
import { asDamage, DamagedIndex, MEMORY, openDatabase, prepareWrite } from './database.ts';
import { fingerprint } from './fingerprint.ts';
import { type FullText, createFullText, type IndexedText } from './full-text.ts';
import { type WordCounts, createWordCounts } from './word-counts.ts';

/** What the index knows of a file. */
export interface IndexedFile {
  name: string;
  /** What the file looked like when it was read; see `FileState`. */
  signature: string;
  /** When it was last written, in Unix milliseconds. */
  modified: number;
  problems: Problem[];
  /** The last that could be read of it; absent when it never was one. */
  digest?: IndexedDigest;
}

/** A digest without its texts. */
export interface IndexedDigest {
  day: string;
  title: string;
  /** The same for the same content. */
  hash: string;
  /** In printed order. */
  entries: IndexEntry[];
}

/** Everything of the archive that is asked for, so that no start has to read all files again. */
export interface ArchiveIndex {
  /** By name. */
  files: ReadonlyMap<string, IndexedFile>;
  /** Puts a file in the place of what it was; without a digest, the last good one stays. */
  put(file: Omit<IndexedFile, 'digest'>, digest: Digest | undefined): void;
  drop(name: string): void;
  /** Makes durable what was put and dropped; until then, a crash takes it back. */
  commit(): void;
  /** The paper in a row, as its file has it; undefined when it is gone. */
  paper(row: number): Paper | undefined;
  /** The rows of a paper, by an id as `comparableId` gives it. */
  rowsOf(id: string): number[];
  text: FullText;
  words: WordCounts;
  /** Expects so many papers that their words are better counted all together afterwards. */
  expectMany(): void;
  /** Whether there are papers whose words were not counted. */
  isUncounted(): boolean;
  /** After many papers: counts their words and puts the full text in order, a shard at a time. */
  putInOrder(enqueue: CooperativeQueue): Promise<void>;
  /** No row has this number or a higher one, so far. */
  nextRow(): number;
  /** How much room it takes. */
  bytes(): number;
  close(): void;
}

/** Nobody's word, of a private character: no phrase reaches from one author to the next. */
const BETWEEN_AUTHORS = '\uE000';

/** A shard of so many papers answers even the most frequent word within some milliseconds. */
const ROWS_PER_SHARD = 2_048;

/**
 * Opens the index at a path; empty where there was none, or none that this version can read.
 *
 * @param path a file, or `MEMORY`
 * @param firstRow no row gets a lower number, so that those of an earlier index stay unknown to it
 * @throws when no database can be there
 */
export function openIndex(path: string = MEMORY, firstRow = 0): ArchiveIndex {
  const db = openDatabase(path, fingerprint());
  try {
    return createIndex(db, firstRow);
  } catch (error) {
    // Who finds it damaged removes it next, which a system may refuse while it is open.
    db.close();
    throw asDamage(error);
  }
}

function createIndex(db: DatabaseSync, firstRow: number): ArchiveIndex {
  const text = createFullText(db, ROWS_PER_SHARD);
  const counts = createWordCounts(db);
  const categoriesOf = intern();

  const putFile = prepareWrite(db, 'INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)');
  const dropFile = prepareWrite(db, 'DELETE FROM file WHERE name = ?');
  const putPaper = prepareWrite(db, 'INSERT INTO paper VALUES (?, ?, ?)');
  const dropPaper = prepareWrite(db, 'DELETE FROM paper WHERE row = ?');
  const paperIn = db.prepare('SELECT json FROM paper WHERE row = ?');
  const rowsWithId = db.prepare('SELECT row FROM paper WHERE id = ?');
  const last = db.prepare('SELECT max(row) AS row FROM paper').get() as { row: number | null };
  let nextRow = Math.max(firstRow, (last.row ?? -1) + 1);

  const files = new Map<string, IndexedFile>();
  for (const row of db.prepare('SELECT * FROM file').all() as unknown as FileRow[]) {
    files.set(row.name, fileOf(row, categoriesOf));
  }

  function paper(row: number): Paper | undefined {
    const found = paperIn.get(row) as { json: string } | undefined;
    return found && (parseJson(found.json) as Paper);
  }

  /**
   * Does work in the open transaction. Where that fails, the transaction holds half of it, or is
   * gone: this index must not be used any more.
   */
  function change(work: () => void): void {
    try {
      if (!db.isTransaction) db.exec('BEGIN');
      work();
    } catch (error) {
      throw asDamage(error);
    }
  }

  function removeTexts(entries: readonly IndexEntry[]): void {
    for (const { row } of entries) {
      const gone = paper(row);
      dropPaper.run(row);
      text.remove(row);
      if (gone && !counts.isDeferred()) counts.count(wordsIn(textOf(gone)), -1);
    }
  }

  return {
    files,
    put(file, digest) {
      const before = files.get(file.name)?.digest;
      // Made before anything is changed: a paper that cannot be indexed changes nothing.
      const come = digest?.papers.map((one, at) => {
        const indexed = textOf(one);
        const entry: IndexEntry = {
          row: nextRow + at,
          day: digest.day,
          rank: one.rank,
          arxivId: one.arxivId,
          popularity: popularityOf(one),
          categories: categoriesOf(one.categories.join(' ')),
          titleLength: indexed.title.split(' ').length,
        };
        return { entry, id: comparableId(one.arxivId), json: JSON.stringify(one), indexed };
      });
      const after =
        digest && come
          ? {
              day: digest.day,
              title: digest.title,
              hash: hashOf(digest),
              entries: come.map(({ entry }) => entry),
            }
          : before;
      const { name, signature, modified, problems } = file;
      const kept = after ? JSON.stringify(packed(after)) : null;
      change(() => {
        if (come) removeTexts(before?.entries ?? []);
        for (const { entry, id, json, indexed } of come ?? []) {
          putPaper.run(entry.row, id, json);
          text.add(entry.row, indexed);
          if (!counts.isDeferred()) counts.count(wordsIn(indexed), 1);
        }
        putFile.run(name, signature, modified, JSON.stringify(problems), kept);
      });
      nextRow += come?.length ?? 0;
      files.set(name, { ...file, ...(after && { digest: after }) });
    },
    drop(name) {
      change(() => {
        removeTexts(files.get(name)?.digest?.entries ?? []);
        dropFile.run(name);
      });
      files.delete(name);
    },
    commit: () =>
      change(() => {
        counts.flush();
        db.exec('COMMIT');
      }),
    paper,
    rowsOf: (id) => (rowsWithId.all(id) as { row: number }[]).map(({ row }) => row),
    text,
    words: counts,
    expectMany: () =>
      change(() => {
        counts.defer();
        db.exec('COMMIT');
      }),
    isUncounted: () => counts.isDeferred(),
    async putInOrder(enqueue) {
      const rowsWith = new Map<string, number>();
      for (let shard = 0; shard < text.shards(); shard++) {
        await enqueue(() => change(() => text.optimize(shard)));
        await enqueue(() => {
          for (const [word, rows] of text.words(shard)) {
            rowsWith.set(word, (rowsWith.get(word) ?? 0) + rows);
          }
        });
      }
      rowsWith.delete(BETWEEN_AUTHORS);
      await enqueue(() =>
        change(() => {
          counts.replace(rowsWith);
          db.exec('COMMIT');
        }),
      );
    },
    nextRow: () => nextRow,
    bytes: () =>
      Number(db.prepare('PRAGMA page_count').get()?.['page_count']) *
      Number(db.prepare('PRAGMA page_size').get()?.['page_size']),
    close: () => db.close(),
  };
}

interface FileRow {
  name: string;
  signature: string;
  modified: number;
  problems: string;
  digest: string | null;
}

/** As it stands in the database: what is the same for all papers of a digest stands there once. */
type Packed = [day: string, title: string, hash: string, entries: PackedEntry[]];
type PackedEntry = [
  row: number,
  rank: number,
  arxivId: string,
  count: number,
  measure: string,
  categories: string,
  titleLength: number,
];

function packed({ day, title, hash, entries }: IndexedDigest): Packed {
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

function fileOf(
  { name, signature, modified, problems, digest }: FileRow,
  categoriesOf: (codes: string) => readonly string[],
): IndexedFile {
  const file = { name, signature, modified, problems: parseJson(problems) as Problem[] };
  if (digest === null) return file;
  const [day, title, hash, entries] = parseJson(digest) as Packed;
  return {
    ...file,
    digest: {
      day,
      title,
      hash,
      entries: entries.map(([row, rank, arxivId, count, measure, codes, titleLength]) => ({
        row,
        day,
        rank,
        arxivId,
        popularity: { measure, count },
        categories: categoriesOf(codes),
        titleLength,
      })),
    },
  };
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
    authors: authors.map(words).join(` ${BETWEEN_AUTHORS} `),
    abstract: words(abstract),
  };
}

/** Each word once. */
function wordsIn({ title, authors, abstract }: IndexedText): Set<string> {
  const words = new Set(`${title} ${authors} ${abstract}`.split(' '));
  words.delete(BETWEEN_AUTHORS);
  return words;
}

function hashOf({ day, title, papers }: Digest): string {
  return createHash('sha256')
    .update(JSON.stringify([day, title, papers]))
    .digest('base64url');
}

/** One list for each combination of categories: there are far fewer of them than papers. */
function intern(): (codes: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (codes) => {
    let list = known.get(codes);
    if (!list) known.set(codes, (list = codes === '' ? [] : codes.split(' ')));
    return list;
  };
}
