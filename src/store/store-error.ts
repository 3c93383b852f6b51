/** Why a store's file can't be used. Its message ends the sentence "The store file ...". */
export class StoreError extends Error {
  /** Whether restoring a backup fixes it. */
  readonly canRestore: boolean;
  /** What else fixes it, if anything does. */
  readonly remedy: string | undefined;

  constructor(reason: string, { canRestore = true, remedy }: StoreErrorOptions = {}) {
    super(reason);
    this.canRestore = canRestore;
    this.remedy = remedy;
  }
}

interface StoreErrorOptions {
  canRestore?: boolean;
  remedy?: string;
}

/** How long a statement waits for another process's lock before it fails, in milliseconds. */
export const BUSY_TIMEOUT = 5000;

/** SQLite's primary result codes with a sentence of their own. */
const SQLITE = { BUSY: 5, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, NOTADB: 26 };

/** The file isn't what Paperboy wrote. */
export function damaged(how: string): StoreError {
  return new StoreError(`is damaged (${how}) and was left unchanged`);
}

/** A failure of SQLite as a `StoreError`; undefined for any other error. */
export function toStoreError(error: unknown): StoreError | undefined {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return undefined;
  // A number too large for JavaScript, which Paperboy never writes.
  if ('code' in error && error.code === 'ERR_OUT_OF_RANGE') return damaged(error.message);
  switch ('errcode' in error ? Number(error.errcode) & 0xff : undefined) {
    case SQLITE.NOTADB:
      return new StoreError("isn't a SQLite database and was left unchanged");
    case SQLITE.CORRUPT:
      return damaged(error.message);
    case SQLITE.BUSY:
      return new StoreError(`is locked by another program (waited ${BUSY_TIMEOUT / 1000} s)`, {
        canRestore: false,
      });
    case SQLITE.FULL:
      return new StoreError("couldn't be written: the disk is full", { canRestore: false });
    case SQLITE.READONLY:
      return new StoreError("isn't writable", { canRestore: false });
    case SQLITE.IOERR:
      return new StoreError(`couldn't be read or written: ${error.message}`, { canRestore: false });
    case undefined:
    default:
      return undefined;
  }
}
