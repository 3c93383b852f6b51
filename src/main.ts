import './node-version.cjs';
import { startBot } from './bot.ts';
import { loadConfig } from './config/config.ts';
import { createLog } from './log.ts';
import { OperatorError } from './operator-error.ts';

/** What is under way may finish within this time after a signal; then the process ends anyway. */
const STOP_WITHIN_MS = 9000;

const read = loadConfig();
if (!read.ok) {
  process.stderr.write(
    `Paperboy can't start:\n${read.problems.map((line) => `- ${line}\n`).join('')}`,
  );
  process.exit(1);
}
const { config } = read;
const log = createLog({
  level: config.logLevel,
  secrets: [config.token],
  readable: process.stdout.isTTY,
});

const ending = new AbortController();

function end(error: unknown): void {
  if (error instanceof OperatorError) log.fatal(error.message);
  else log.fatal({ err: error }, 'Paperboy is exiting after an unexpected error');
  process.exit(1);
}
process.on('uncaughtException', end);
process.on('unhandledRejection', end);

const starting = startBot({ config, log, signal: ending.signal, onFatal: end });

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void stop(signal));
}

async function stop(signal: string): Promise<void> {
  // A second signal, as npm may pass it on, must not end what the first one asked to be finished.
  if (ending.signal.aborted) return;
  log.info({ signal }, 'Paperboy is stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  ending.abort();
  // Stopped while it was still starting: there is nothing to finish.
  const bot = await starting.catch(() => undefined);
  await bot?.stop();
  log.info('Paperboy has stopped');
  process.exit(0);
}

await starting.catch((error: unknown) => {
  if (!ending.signal.aborted) end(error);
});
