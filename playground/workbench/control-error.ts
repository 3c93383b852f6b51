/** What a control cannot do; its message is shown to the person. */
export class ControlError extends Error {
  override name = 'ControlError';
}
