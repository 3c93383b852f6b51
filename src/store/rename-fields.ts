type Names = Readonly<Record<string, string>>;

/** `T` with some of its fields under other names. */
export type Renamed<T, N extends Names> = {
  [Name in keyof T as Name extends keyof N ? N[Name] : Name]: T[Name];
};

/** Renames fields in a copy, in which they keep their order: what's stored stays the same. */
export function renameFields<T extends object, const N extends Names>(
  value: T,
  names: N,
): Renamed<T, N> {
  const renamed: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(value)) renamed[names[name] ?? name] = content;
  return renamed as Renamed<T, N>;
}

/** The names for the way back. */
export function invert<const N extends Names>(names: N): { [Name in keyof N as N[Name]]: Name } {
  const entries = Object.entries(names).map(([name, other]) => [other, name]);
  return Object.fromEntries(entries) as { [Name in keyof N as N[Name]]: Name };
}
