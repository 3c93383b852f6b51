import { OperatorError } from '../operator-error.ts';

const REASONS = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EFBIG', 'the disk is full'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the disk is read-only'],
  ['ENOENT', "it doesn't exist"],
  ['ENOTDIR', "it isn't a folder"],
  ['EMFILE', 'too many open files'],
  ['EIO', 'the disk is failing'],
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
      `The digests folder ${directory} can't be ${doing === 'read' ? 'read' : 'written to'}: ${why}`,
    );
  }
}
