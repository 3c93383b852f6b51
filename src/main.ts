import './node-version.cjs';
import { startBot } from './bot.ts';
import { loadConfig } from './config/config.ts';
import { createLog } from './log.ts';
import { OperatorError } from './operator-error.ts';

/** How long work in progress may take to finish after a signal, before the process ends anyway. */
const STOP_WITHIN_MS = 9000;

const loaded = loadConfig();
if (!loaded.ok) {
  process.stderr.write(
    `Paperboy can't start:\n${loaded.problems.map((line) => `- ${line}\n`).join('')}`,
  );
  process.exit(1);
}
const { config } = loaded;
const log = createLog({
  level: config.logLevel,
  secrets: [config.token],
  readable: process.stdout.isTTY,
});

const shutdown = new AbortController();

function fail(error: unknown): void {
  if (error instanceof OperatorError) log.fatal(error.message);
  else log.fatal({ err: error }, 'Paperboy is exiting after an unexpected error');
  process.exit(1);
}
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

const starting = startBot({ config, log, signal: shutdown.signal, onFatal: fail });

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void stop(signal));
}

async function stop(signal: string): Promise<void> {
  // npm may pass on the same signal again; that mustn't cut short the shutdown.
  if (shutdown.signal.aborted) return;
  log.info({ signal }, 'Paperboy is stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  shutdown.abort();
  // If it was stopped while starting, there is nothing to finish.
  const bot = await starting.catch(() => undefined);
  await bot?.stop();
  log.info('Paperboy has stopped');
  process.exit(0);
}

await starting.catch((error: unknown) => {
  if (!shutdown.signal.aborted) fail(error);
});
