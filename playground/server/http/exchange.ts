/** A request and its response as they were sent. */
export interface Exchange {
  id: number;
  /** When the request arrived, in Unix milliseconds on the server's clock. */
  at: number;
  method: string;
  /** The path after `/api/v10`, with its query. Contains the tokens of interactions. */
  path: string;
  /** null if the connection broke before a response was sent. */
  status: number | null;
  /** From the request's arrival to the response's end, in real milliseconds. */
  ms: number;
  /** The bodies as they were sent; empty for none. */
  request: string;
  response: string;
}
