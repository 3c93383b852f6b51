import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';

const PRELOAD = join(import.meta.dirname, '../src/preload.cjs');
const CLOCK = new URL('../playground/child-clock.ts', import.meta.url).href;
const MINUTES = new URL('../src/cron.ts', import.meta.url).href;

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

/** What a process in Berlin prints each minute when started at `instant` and blocked for `stallMs`. */
function minutesFrom(instant: string, stallMs = 0): string[] {
  const printed: string[] = [];
  const code = `import { everyMinute } from ${JSON.stringify(MINUTES)};
    everyMinute(() => console.log(new Date().toISOString().slice(0, 16)));
    const until = performance.now() + ${stallMs};
    setTimeout(() => { while (performance.now() < until); }, 10);`;
  const offset = Date.parse(instant) - Date.now();
  const started = spawn(
    process.execPath,
    ['-r', PRELOAD, '--import', CLOCK, '--input-type=module', '-e', code],
    {
      cwd: import.meta.dirname,
      env: { ...process.env, TZ: 'Europe/Berlin', PLAYGROUND_CLOCK_OFFSET_MS: String(offset) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  child = started;
  createInterface({ input: started.stdout as NodeJS.ReadableStream }).on('line', (line) =>
    printed.push(line),
  );
  return printed;
}

it("skips no minute when the machine's time zone sets its clock back", async () => {
  const printed = minutesFrom('2026-10-25T00:59:56Z');
  await expect.poll(() => printed, { timeout: 15_000 }).toEqual(['2026-10-25T01:00']);
});

it('skips no minute when it notices one late on a busy machine', async () => {
  const printed = minutesFrom('2026-06-01T12:00:57Z', 8000);
  await expect.poll(() => printed, { timeout: 15_000 }).toEqual(['2026-06-01T12:01']);
});
