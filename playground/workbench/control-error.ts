/** Why a control can't do what was asked; the message is shown to the person. */
export class ControlError extends Error {
  override name = 'ControlError';
}
