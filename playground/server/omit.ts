/** A copy of an object without some of its fields. */
export const omit = <T extends object, K extends string>(value: T, ...keys: K[]): Omit<T, K> =>
  Object.fromEntries(
    Object.entries(value).filter(([key]) => !(keys as string[]).includes(key)),
  ) as unknown as Omit<T, K>;
