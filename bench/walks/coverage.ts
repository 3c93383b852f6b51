/**
 * Preloaded into the bot (`node --import`), which knows nothing of it: counts which functions run.
 * Each `{ coverage: 'take' }` of the parent process is answered with what ran since the one before.
 */
import { Session, type Profiler } from 'node:inspector';

/** What V8 counted of one file: each function's first range is the function itself. */
export type ScriptCoverage = Profiler.ScriptCoverage;

const session = new Session();
session.connect();
session.post('Profiler.enable');
// Before anything else is loaded: a function compiled earlier would be counted only roughly.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

process.on('message', (message) => {
  const { coverage } = (message ?? {}) as { coverage?: 'take' };
  if (coverage === undefined) return;
  session.post('Profiler.takePreciseCoverage', (error, taken) => {
    if (error) throw error;
    process.send?.(taken.result.filter(({ url }) => url.startsWith('file:')));
  });
});
