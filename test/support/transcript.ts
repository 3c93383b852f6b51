import { afterEach, onTestFailed } from 'vitest';
import type { LoopbackDiscord } from '../../playground/server/start.ts';

/** How much of what was said last is shown. */
const LINES = 200;
const WIDTH = 600;

const shown = (discord: LoopbackDiscord): string =>
  discord.transcript
    .print()
    .split('\n')
    .slice(-LINES)
    .map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line))
    .join('\n');

const print = (discord: LoopbackDiscord): void => {
  process.stderr.write(`\nWhat happened on the loopback Discord:\n${shown(discord)}\n`);
};

/** Those that the tests of a file share. */
const shared = new Set<LoopbackDiscord>();

// Registered for the file that imports this: a hook cannot be added any more once its tests run.
afterEach(({ task }) => {
  if (task.result?.state === 'fail') shared.forEach(print);
});

/**
 * When the test fails, what was said on this Discord is printed: what the bot asked, what it was
 * answered, what people did. One that was started outside of a test is printed by every test of the
 * file that fails.
 */
export const printTranscriptIfFailed = (discord: LoopbackDiscord): void => {
  try {
    onTestFailed(() => print(discord));
  } catch {
    shared.add(discord);
  }
};
