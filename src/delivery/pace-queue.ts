interface Link<T> {
  value: T;
  next: Link<T> | undefined;
}

/** First in, first out; both ends in constant time, whatever the length. */
export interface Queue<T> {
  add(value: T): void;
  take(): T | undefined;
  readonly isEmpty: boolean;
}

export function makeQueue<T>(): Queue<T> {
  let first: Link<T> | undefined;
  let last: Link<T> | undefined;
  return {
    add(value) {
      const link = { value, next: undefined };
      if (last) last.next = link;
      else first = link;
      last = link;
    },
    take() {
      const link = first;
      first = link?.next;
      if (!first) last = undefined;
      return link?.value;
    },
    get isEmpty() {
      return first === undefined;
    },
  };
}
