/** The playground's own time: the machine's, plus however far a person has moved it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** How far it is ahead of the machine's, in milliseconds. */
  offset: () => number;
  /** @param offsetMs 0 for the machine's own time */
  setOffset: (offsetMs: number) => void;
}

export function createClock(): Clock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    offset: () => offset,
    setOffset: (offsetMs) => {
      offset = offsetMs;
    },
  };
}
