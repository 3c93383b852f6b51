import { afterEach, describe, expect, it } from 'vitest';
import { createBotProcess, readable, type BotProcess } from '../../playground/bot-process.ts';

describe("a line of the bot's log", () => {
  it('is shown as words from a warning upwards', () => {
    expect(readable('{"level":30,"time":1,"pid":2,"hostname":"h","msg":"ready"}')).toBeUndefined();
    expect(
      readable('{"level":40,"time":1,"pid":2,"hostname":"h","msg":"slow","channel":"7"}'),
    ).toBe('bot warning: slow channel="7"');
  });

  it('includes the stack of its error', () => {
    const line = JSON.stringify({ level: 50, msg: 'broke', err: { stack: 'Error: x\n  at y' } });
    expect(readable(line)).toBe('bot error: broke\nError: x\n  at y');
  });

  it("stays as it is when it isn't JSON", () => {
    expect(readable('plain words')).toBe('plain words');
    expect(readable('{"cut')).toBe('{"cut');
    expect(readable('7')).toBe('7');
    expect(readable('  ')).toBeUndefined();
  });
});

describe('the bot as a process', () => {
  let bot: BotProcess | undefined;
  afterEach(() => bot?.kill());

  /** Runs `code` as the bot; `said` fills with what would be printed. */
  function run(code: string) {
    const said: string[] = [];
    const death = new Promise<string>((resolve) => {
      bot = createBotProcess({
        args: ['-e', code],
        cwd: process.cwd(),
        env: () => process.env,
        print: (line) => said.push(line),
        onDeath: resolve,
      });
      bot.start();
    });
    return { said, death };
  }

  it('is reported with its last words when it ends by itself', async () => {
    const { death } = run('console.error("no database"); process.exit(3)');
    expect(await death).toBe('The bot stopped by itself (exit code 3).\nno database');
    expect(bot?.death()).toContain('exit code 3');
  });

  it('is reported when a signal ends it', async () => {
    const { death } = run('process.kill(process.pid, "SIGKILL")');
    expect(await death).toContain('signal SIGKILL');
  });

  it('ends without a report when told to, and can be started again', async () => {
    const code =
      'process.on("SIGTERM", () => process.exit(0)); console.log("up"); setInterval(() => {}, 1e6)';
    const { said, death } = run(code);
    let isReported = false;
    void death.then(() => (isReported = true));
    await expect.poll(() => said, { timeout: 10_000 }).toEqual(['up']);
    await bot?.stop();
    bot?.start();
    await expect.poll(() => said).toEqual(['up', 'up']);
    await bot?.stop();
    await bot?.stop();
    expect(isReported).toBe(false);
  });

  it("is killed when it doesn't respond", { timeout: 10_000 }, async () => {
    const { said } = run(
      'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1e6)',
    );
    await expect.poll(() => said, { timeout: 10_000 }).toEqual(['up']);
    await bot?.stop();
    expect(bot?.death()).toBeUndefined();
  });
});
