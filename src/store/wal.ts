import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { sizeOf } from './files.ts';

/**
 * Reads SQLite's write-ahead log (https://sqlite.org/fileformat2.html#walformat) and the index of
 * it that processes share (https://sqlite.org/walformat.html) as bytes.
 *
 * SQLite silently ignores a log from its first bad frame on, since a crash may leave one there. Two
 * facts tell damage from such a torn end. A transaction's frames are written after all earlier ones
 * are durable (`synchronous=FULL`), so a bad frame before another complete transaction was once
 * good. And the index, which outlives a killed process, counts the frames that were durable.
 *
 * If the index is missing or stale (after a power failure, or when the log was copied without it),
 * damage to the log's last transaction, or its complete loss, goes unnoticed.
 */

const HEADER = 32;
const FRAME_HEADER = 24;
const FORMAT = 3_007_000;
/** An index begins with two copies of its header and the number of frames in the database. */
const INDEX = 100;
const INDEX_COPY = 48;

interface Index {
  frames: number;
  /** How many of them are in the database already. */
  backfilled: number;
  salts: string;
}

type Sum = readonly [number, number];

/**
 * How the log of the database at `path` is damaged, as a clause; undefined if it's intact, doesn't
 * exist, or ends as a crash may leave it. Call it before SQLite opens the database, which rebuilds
 * the index. Another process may be writing.
 */
export function findLogDamage(path: string): string | undefined {
  // A write during the reading looks like damage, so damage counts only if the log hasn't changed.
  for (let tries = 0; tries < 5; tries++) {
    try {
      const before = fingerprint(path);
      const damage = findDamage(path, readIndex(`${path}-shm`));
      if (damage === undefined || fingerprint(path) === before) return damage;
    } catch (error) {
      // The last process to close the database deletes both files.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

function fingerprint(path: string): string {
  return [`${path}-wal`, `${path}-shm`]
    .map((file) => `${sizeOf(file)} ${readStart(file)?.toString('latin1')}`)
    .join();
}

function findDamage(path: string, index: Index | undefined): string | undefined {
  const size = sizeOf(`${path}-wal`);
  if (size <= HEADER) return isNeeded(index) ? 'its log is missing' : undefined;
  const log = openSync(`${path}-wal`, 'r');
  try {
    return findFrameDamage(log, size, index);
  } finally {
    closeSync(log);
  }
}

/** Whether the log had frames that the database doesn't have yet. */
function isNeeded(index: Index | undefined): boolean {
  return index !== undefined && index.backfilled < index.frames;
}

function findFrameDamage(log: number, size: number, index: Index | undefined): string | undefined {
  const header = Buffer.alloc(HEADER);
  readSync(log, header, 0, HEADER, 0);
  const magic = header.readUInt32BE(0);
  const littleEndian = magic === 0x377f0682;
  let sum = checksum(header.subarray(0, 24), [0, 0], littleEndian);
  const isIntact = (littleEndian || magic === 0x377f0683) && header.readUInt32BE(4) === FORMAT;
  if (!isIntact || !isSum(header, 24, sum)) return 'the header of its log is corrupt';

  const salts = saltsAt(header, 16);
  const frame = Buffer.alloc(FRAME_HEADER + header.readUInt32BE(8));
  const count = Math.floor((size - HEADER) / frame.length);
  let firstBad: number | undefined;
  let committed = 0;
  /** Whether there was a commit at or after the first bad frame. */
  let hasCommitAfter = false;
  for (let i = 1; i <= count; i++) {
    readSync(log, frame, 0, frame.length, HEADER + (i - 1) * frame.length);
    const isCurrent = saltsAt(frame, 8) === salts;
    const isCommit = frame.readUInt32BE(4) !== 0;
    if (firstBad === undefined) {
      sum = checksum(
        frame.subarray(FRAME_HEADER),
        checksum(frame.subarray(0, 8), sum, littleEndian),
        littleEndian,
      );
      const isValid = isSum(frame, 16, sum);
      // A checksum covers all frames before it, so only a frame of this very log can have it right.
      if (isValid && !isCurrent) return corruptFrame(i);
      if (isValid && isCommit) committed = i;
      if (!isValid) firstBad = i;
    }
    if (firstBad === undefined || !isCurrent) continue;
    if (hasCommitAfter) return corruptFrame(firstBad);
    if (isCommit) hasCommitAfter = true;
  }
  if (index?.salts === salts && index.frames > committed) return corruptFrame(committed + 1);
  return undefined;
}

function corruptFrame(frame: number): string {
  return `frame ${frame} of its log is corrupt`;
}

/** The index; undefined if it's missing or inconsistent. */
function readIndex(file: string): Index | undefined {
  const bytes = readStart(file);
  if (bytes === undefined) return undefined;
  const littleEndian = endianness() === 'LE';
  const number = (at: number) => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const header = bytes.subarray(0, INDEX_COPY);
  const sum = checksum(header.subarray(0, 40), [0, 0], littleEndian);
  const isIntact =
    number(0) === FORMAT &&
    header.equals(bytes.subarray(INDEX_COPY, 2 * INDEX_COPY)) &&
    number(40) === sum[0] &&
    number(44) === sum[1];
  if (!isIntact) return undefined;
  return { frames: number(16), backfilled: number(96), salts: saltsAt(header, 32) };
}

function readStart(file: string): Buffer | undefined {
  if (sizeOf(file) < INDEX) return undefined;
  const bytes = Buffer.alloc(INDEX);
  const opened = openSync(file, 'r');
  try {
    return readSync(opened, bytes, 0, INDEX, 0) === INDEX ? bytes : undefined;
  } finally {
    closeSync(opened);
  }
}

function saltsAt(bytes: Buffer, at: number): string {
  return bytes.toString('hex', at, at + 8);
}

function isSum(bytes: Buffer, at: number, sum: Sum): boolean {
  return bytes.readUInt32BE(at) === sum[0] && bytes.readUInt32BE(at + 4) === sum[1];
}

/** Continues SQLite's checksum `sum` over `bytes`, whose length is a multiple of eight. */
function checksum(bytes: Buffer, [a, b]: Sum, littleEndian: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + view.getUint32(at, littleEndian) + b) >>> 0;
    b = (b + view.getUint32(at + 4, littleEndian) + a) >>> 0;
  }
  return [a, b];
}
