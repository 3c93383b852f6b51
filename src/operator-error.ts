/**
 * Something that whoever runs Paperboy can mend, and nobody else. Its message is one sentence for
 * them; a stack would only hide it.
 */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
