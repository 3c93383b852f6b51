/**
 * A problem that only the person who runs Paperboy can fix. Its message is a sentence for them, and
 * is shown without the stack.
 */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
