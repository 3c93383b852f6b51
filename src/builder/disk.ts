import { OperatorError } from '../operator-error.ts';

const REASONS = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EFBIG', 'the disk is full'],
  ['EACCES', 'it is not allowed'],
  ['EPERM', 'it is not allowed'],
  ['EROFS', 'the disk takes no writes'],
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'it is no folder'],
  ['EMFILE', 'too many files are open'],
  ['EIO', 'the disk fails'],
]);

/**
 * Does something in the folder of digests.
 *
 * @throws OperatorError for what the system refuses: a sentence that names folder and reason
 */
export async function onDisk<T>(
  directory: string,
  doing: 'read' | 'write',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const reason = REASONS.get(code);
    const why = reason === undefined ? code : `${reason} (${code})`;
    throw new OperatorError(
      `The folder ${directory} of digests cannot be ${doing === 'read' ? 'read' : 'written to'}: ${why}`,
    );
  }
}
