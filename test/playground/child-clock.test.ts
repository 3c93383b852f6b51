import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

const PRELOAD = new URL('../../playground/child-clock.ts', import.meta.url).href;
const DAY = 86_400_000;

describe('the clock of a child process', () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  /** Runs `code` under the preload; `said` fills with the lines it prints. */
  function run(code: string, offsetMs = 0) {
    const said: string[] = [];
    const started = spawn(
      process.execPath,
      ['--import', PRELOAD, '--input-type=module', '-e', code],
      {
        cwd: import.meta.dirname,
        env: { ...process.env, PLAYGROUND_CLOCK_OFFSET_MS: String(offsetMs) },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    child = started;
    if (started.stdout === null) throw new Error('no output');
    createInterface({ input: started.stdout }).on('line', (line) => said.push(line));
    const jump = (clockOffsetMs: number) => started.send({ clockOffsetMs });
    const ended = new Promise<number | null>((resolve) => started.on('close', resolve));
    return { said, jump, ended };
  }

  const waiting = 'process.on("message", () => undefined);';

  it('starts at the offset in its environment, in every way to read it', async () => {
    const { said, ended } = run(
      `console.log(Date.now()); console.log(new Date().getTime()); console.log(Date.parse(Date()));
       console.log(new Date(5).getTime(), new Date() instanceof Date, Date.UTC(1970, 0, 2));`,
      DAY,
    );
    expect(await ended).toBe(0);
    for (const time of said.slice(0, 3)) {
      expect(Math.abs(Number(time) - Date.now() - DAY)).toBeLessThan(10_000);
    }
    expect(said[3]).toBe('5 true 86400000');
  });

  it('jumps on a message, except for performance and intervals', async () => {
    const { said, jump } = run(
      `${waiting} const startedAt = performance.now(); let beats = 0;
       setInterval(() => beats++, 30_000);
       console.log("up");
       process.on("message", () => setTimeout(() => {
         console.log(Date.now(), performance.now() - startedAt, beats); }, 50));`,
    );
    await expect.poll(() => said, { timeout: 15_000 }).toEqual(['up']);
    jump(DAY);
    await expect.poll(() => said.length).toBe(2);
    const [now = 0, elapsed, beats] = (said[1] ?? '').split(' ').map(Number);
    expect(now - Date.now()).toBeGreaterThan(DAY - 10_000);
    expect(elapsed).toBeLessThan(10_000);
    expect(beats).toBe(0);
  });

  it('fires the timers that a jump has passed, and keeps short waits', async () => {
    const { said, jump } = run(
      `${waiting}
       setTimeout((...given) => console.log("hour", ...given), 3_600_000, "a", 1);
       setTimeout(() => console.log("two days"), 2 * ${DAY});
       setTimeout(() => console.log("request"), 19_000);
       clearTimeout(setTimeout(() => console.log("cleared"), 60_000));
       clearTimeout(+setTimeout(() => console.log("cleared by number"), 60_000));
       setTimeout(() => console.log("unreferenced"), 60_000).unref();
       process.on("message", () => setTimeout(() => console.log("done"), 300));
       console.log("up");`,
    );
    await expect.poll(() => said, { timeout: 15_000 }).toEqual(['up']);
    jump(DAY);
    await expect.poll(() => said).toContain('done');
    expect(said).toEqual(['up', 'hour a 1', 'unreferenced', 'done']);
    jump(2 * DAY);
    await expect.poll(() => said).toContain('two days');
  });

  it('waits the rest of the time after a small jump', async () => {
    const { said, jump } = run(
      `${waiting} setTimeout(() => console.log("rang", performance.now() - jumpedAt), 60_000);
       let jumpedAt = 0; process.on("message", () => { jumpedAt = performance.now(); });
       console.log("up");`,
    );
    await expect.poll(() => said, { timeout: 15_000 }).toEqual(['up']);
    jump(59_000);
    await expect.poll(() => said.length, { timeout: 3000 }).toBe(2);
    // Less what passed between its start and the jump.
    expect(Number(said[1]?.replace('rang ', ''))).toBeGreaterThan(100);
  });

  it("brings node-cron to the new minute's tick, however late its last minute was", async () => {
    // Ten seconds before a minute: node-cron's timer is a short one, and yet waits for a moment.
    const offset = 50_000 - (Date.now() % 60_000);
    const { said, jump } = run(
      `import { schedule } from "node-cron"; ${waiting}
       schedule("* * * * *", () => console.log(new Date().toISOString().slice(0, 16)),
         { timezone: "UTC", missedExecutionTolerance: 59_000, logger: { warn() {}, info() {}, debug() {}, error() {} } });
       console.log("up");`,
      offset,
    );
    await expect.poll(() => said, { timeout: 15_000 }).toEqual(['up']);
    const tomorrow = new Date(Date.now() + DAY).toISOString().slice(0, 10);
    const nine = Date.parse(`${tomorrow}T09:00:00Z`);
    jump(nine - 1500 - Date.now());
    await expect.poll(() => said, { timeout: 5000 }).toContain(`${tomorrow}T09:00`);
  });

  it("doesn't keep a process alive", async () => {
    const { ended } = run('setTimeout(() => undefined, 60_000).unref();');
    expect(await ended).toBe(0);
  });
});
