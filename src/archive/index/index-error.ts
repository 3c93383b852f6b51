/** Something outside the index that keeps it from being used; what is in it may well be sound. */
export interface IndexError {
  /** Why, as the end of the sentence "the index cannot be kept in FILE: ...". */
  reason: string;
  /** What would mend it, as the beginning of the sentence "... before the next start". */
  remedy: string;
}

const FULL: IndexError = {
  reason: 'the disk is full',
  remedy: 'Free up disk space',
};
const FORBIDDEN: IndexError = {
  reason: "Paperboy isn't allowed to write it",
  remedy: 'Let Paperboy write to this file and its folder',
};
const HELD: IndexError = {
  reason: 'another program has locked it',
  remedy: 'Close the program that has it open',
};
const IN_THE_WAY: IndexError = {
  reason: "it can't be opened",
  remedy: 'Make sure that nothing else is in its place and that Paperboy can write to its folder',
};
const FAILING: IndexError = {
  reason: 'the disk failed to read or write it',
  remedy: 'Check the disk',
};

/** By SQLite's primary result codes, and by those of the file system. */
const INDEX_ERRORS: ReadonlyMap<unknown, IndexError> = new Map<unknown, IndexError>([
  [3, FORBIDDEN],
  [5, HELD],
  [6, HELD],
  [8, FORBIDDEN],
  [10, FAILING],
  [13, FULL],
  [14, IN_THE_WAY],
  [15, HELD],
  ['EACCES', FORBIDDEN],
  ['EPERM', FORBIDDEN],
  ['EROFS', FORBIDDEN],
  ['EBUSY', HELD],
  ['EIO', FAILING],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EEXIST', IN_THE_WAY],
  ['EISDIR', IN_THE_WAY],
  ['ENOTDIR', IN_THE_WAY],
  ['ERR_FS_EISDIR', IN_THE_WAY],
]);

/** What hinders the use of an index, by an error of SQLite's or of the file system. */
export function indexErrorOf(error: unknown): IndexError | undefined {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (code !== 'ERR_SQLITE_ERROR') return INDEX_ERRORS.get(code);
  // The byte above tells more of the same.
  return typeof errcode === 'number' ? INDEX_ERRORS.get(errcode & 0xff) : undefined;
}
