/** What a request gets instead of its answer. */
export type FaultAnswer =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | 'drop-before'
  | 'drop-after'
  | 'hang';

export interface Fault {
  method?: string;
  /** Matched against the path behind `/api/v10`, such as `/channels/1/messages`. */
  path?: RegExp;
  /** How many requests meet it; 1 unless told. */
  times?: number;
  /** Let the request take effect before it is answered wrongly. `drop-after` always does. */
  commit?: boolean;
  answer: FaultAnswer;
}

export interface Faults {
  /** The next matching requests fail in this way. Faults are tried in the order they were asked for. */
  next: (fault: Fault) => void;
  clear: () => void;
  /** Faults that no request has met yet. */
  readonly pending: number;
  /** Takes the fault for a request, if there is one. */
  take: (method: string, path: string) => { answer: FaultAnswer; commit: boolean } | undefined;
}

export const createFaults = (): Faults => {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    next: (fault) => {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear: () => {
      waiting = [];
    },
    get pending() {
      return waiting.length;
    },
    take: (method, path) => {
      const met = waiting.find(
        ({ fault }) =>
          (fault.method === undefined || fault.method.toUpperCase() === method) &&
          (fault.path === undefined || fault.path.test(path)),
      );
      if (met === undefined) return undefined;
      met.left -= 1;
      if (met.left <= 0) waiting = waiting.filter((other) => other !== met);
      const { answer, commit } = met.fault;
      return { answer, commit: answer === 'drop-after' || commit === true };
    },
  };
};
