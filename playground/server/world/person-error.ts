/** What Discord's client would tell a person instead of doing what they asked for. */
export class PersonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PersonError';
  }
}
