import { performance } from 'node:perf_hooks';
import { openOnDisk } from './on-disk.ts';

/** What a start came to. */
export interface Started {
  /** Seconds from the start of the process until the archive is there, and until the first answer. */
  open: number;
  answered: number;
  /** MB that the process has more then than before it opened anything. */
  memory: number;
}

// A process that does nothing but open a library and ask it once.
process.once('message', ({ folder }: { folder: string }) => {
  void (async () => {
    const before = process.memoryUsage.rss();
    const waited = performance.now();
    const engine = await openOnDisk(folder);
    const open = performance.now();
    await engine.find('network', 5);
    const answered = performance.now();
    const memory = (process.memoryUsage.rss() - before) / 1e6;
    // The question came when the process had long started.
    const booted = Math.min(waited, BOOT_MS);
    const since = (end: number): number => (booted + end - waited) / 1000;
    process.send?.({ open: since(open), answered: since(answered), memory } satisfies Started);
    await engine.close();
  })();
});
const BOOT_MS = performance.now();
process.on('disconnect', () => process.exit());
