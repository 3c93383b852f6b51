/** The playground's time: the machine's, plus however far a person moved it. */
export interface Clock {
  /** Unix milliseconds. */
  now: () => number;
  /** How far it's ahead of the machine's, in milliseconds. */
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
