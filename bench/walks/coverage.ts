/**
 * Preloaded into the bot (`node --import`), which doesn't know about it: counts which functions
 * run. The response to each `{ coverage: 'take' }` from the parent process is what ran since the
 * one before.
 */
import { Session, type Profiler } from 'node:inspector';

/** V8's counts for one file. Each function's first range is the whole function. */
export type ScriptCoverage = Profiler.ScriptCoverage;

const session = new Session();
session.connect();
session.post('Profiler.enable');
// Before anything else is loaded, since functions compiled earlier are only counted roughly.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

process.on('message', (message) => {
  const { coverage } = (message ?? {}) as { coverage?: 'take' };
  if (coverage === undefined) return;
  session.post('Profiler.takePreciseCoverage', (error, taken) => {
    if (error) throw error;
    process.send?.(taken.result.filter(({ url }) => url.startsWith('file:')));
  });
});
