import { performance } from 'node:perf_hooks';
import { openOnDisk } from './on-disk.ts';

/** What's measured for a start. */
export interface Started {
  /**
   * Seconds from the start of the process until the archive is open, and until the first result.
   */
  open: number;
  answered: number;
  /** MB of memory by then, beyond what the process had before. */
  memory: number;
}

// A process that only opens the archive and searches it once.
process.once('message', ({ folder }: { folder: string }) => {
  void (async () => {
    const before = process.memoryUsage.rss();
    const waited = performance.now();
    const engine = await openOnDisk(folder);
    const open = performance.now();
    await engine.find('network', 5);
    const answered = performance.now();
    const memory = (process.memoryUsage.rss() - before) / 1e6;
    // The message arrives long after the process has started.
    const booted = Math.min(waited, BOOT_MS);
    const since = (end: number): number => (booted + end - waited) / 1000;
    process.send?.({ open: since(open), answered: since(answered), memory } satisfies Started);
    await engine.close();
  })();
});
const BOOT_MS = performance.now();
process.on('disconnect', () => process.exit());
