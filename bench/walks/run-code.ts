import type { ScriptCoverage } from './coverage.ts';

/** What ran, each once, in the order of the files' names. */
export interface Run {
  /** Relative to the checkout. */
  files: string[];
  /** Those that have a name. */
  functions: { file: string; name: string }[];
}

/**
 * Picks what ran out of what V8 counted.
 *
 * @param root the checkout: only its `src` and `commands` count
 */
export const countRun = (coverage: readonly ScriptCoverage[], root: URL): Run => {
  const run: Run = { files: [], functions: [] };
  const scripts = coverage
    .filter(({ url }) => url.startsWith(root.href))
    .map(({ url, functions }) => ({ file: url.slice(root.href.length), functions }))
    .filter(({ file }) => /^(src|commands)\//.test(file))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  for (const { file, functions } of scripts) {
    // A function's first range is all of it, and says how often it was called.
    const ran = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
    if (ran.length === 0) continue;
    run.files.push(file);
    const named = ran.filter(({ functionName }) => functionName !== '');
    run.functions.push(...named.map(({ functionName: name }) => ({ file, name })));
  }
  return run;
};
