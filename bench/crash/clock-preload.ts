/**
 * Preloaded into a process under test: its clock follows the file named by `CRASH_CLOCK`, which is
 * read whenever the process reads the time. The playground's clock reschedules the timers.
 */
import { openSync, readSync } from 'node:fs';
import '../../playground/child-clock.ts';

/** How soon timers notice a jump, in milliseconds. */
const POLL_MS = 20;

const descriptor = openSync(process.env['CRASH_CLOCK'] ?? '', 'r');
const bytes = Buffer.alloc(8);
let followed = NaN;

function follow(): void {
  readSync(descriptor, bytes, 0, 8, 0);
  const clockOffsetMs = bytes.readDoubleLE();
  if (clockOffsetMs === followed) return;
  followed = clockOffsetMs;
  process.emit('message', { clockOffsetMs }, undefined);
}

const Shifted = globalThis.Date;
const shiftedNow = Shifted.now.bind(Shifted);
Shifted.now = () => {
  follow();
  return shiftedNow();
};
globalThis.Date = new Proxy(Shifted, {
  construct: (target, given: unknown[], newTarget) => {
    if (given.length === 0) follow();
    return Reflect.construct(target, given, newTarget) as object;
  },
});
follow();
setInterval(follow, POLL_MS).unref();
