import type { ScriptCoverage } from './coverage.ts';

/** What ran, each once, sorted by file. */
export interface Run {
  /** Relative to the checkout. */
  files: string[];
  /** Named functions only. */
  functions: { file: string; name: string }[];
}

/**
 * Extracts what ran from V8's counts.
 *
 * @param root the checkout, of which only `src` and `commands` count
 */
export const countRun = (coverage: readonly ScriptCoverage[], root: URL): Run => {
  const run: Run = { files: [], functions: [] };
  const scripts = coverage
    .filter(({ url }) => url.startsWith(root.href))
    .map(({ url, functions }) => ({ file: url.slice(root.href.length), functions }))
    .filter(({ file }) => /^(src|commands)\//.test(file))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  for (const { file, functions } of scripts) {
    // A function's first range is the whole function, and its count how often it was called.
    const ran = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
    if (ran.length === 0) continue;
    run.files.push(file);
    const named = ran.filter(({ functionName }) => functionName !== '');
    run.functions.push(...named.map(({ functionName: name }) => ({ file, name })));
  }
  return run;
};
