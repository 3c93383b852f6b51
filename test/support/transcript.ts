import { afterEach, onTestFailed } from 'vitest';
import type { LoopbackDiscord } from '../../playground/server/start.ts';

/** How many of the last lines are shown. */
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

/** Those shared by all tests of a file. */
const shared = new Set<LoopbackDiscord>();

// Registered on import, since hooks can't be added once a file's tests run.
afterEach(({ task }) => {
  if (task.result?.state === 'fail') shared.forEach(print);
});

/**
 * Prints this Discord's transcript if the test fails: the bot's requests, their responses, and what
 * people did. If it was started outside a test, every failing test of the file prints it.
 */
export const printTranscriptIfFailed = (discord: LoopbackDiscord): void => {
  try {
    onTestFailed(() => print(discord));
  } catch {
    shared.add(discord);
  }
};
