import { cpus, loadavg } from 'node:os';
import {
  type Contender,
  discordJs,
  discordJsRaised,
  markAfterSend,
  paperboy,
} from './delivery/contenders.ts';
import { scaleRows, speedRows, table } from './delivery/figures.ts';
import { measure, type Measured, type Run } from './delivery/measure.ts';
import type { DiscordSetup } from './delivery/server.ts';

/**
 * Delivers one digest to many channels: the bot, started as its operator would, next to what others
 * do, each with a loopback Discord of its own that does the measuring.
 *
 * Words after the name choose what to run: `quick` for fewer channels, `speed` or `scale` for one
 * half only, `alone` for no peers.
 */

const LATENCY = { ms: 100, jitterMs: 40 };
const COLUMNS = ['discord.js', 'mark after send', 'Paperboy'];

const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};
const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const discordFor = (channels: number, perSecond: number): DiscordSetup => ({
  kind: 'open',
  channels,
  perSecond,
  latency: LATENCY,
});

/** Paperboy goes first, since the others post what it posts. */
const compare = async (
  what: Pick<Run, 'discord' | 'isTypedTo'>,
  peers: readonly (Contender | undefined)[],
): Promise<(Measured | undefined)[]> => {
  const { channels, perSecond } = what.discord;
  progress(`Paperboy: ${channels} channels, ${perSecond} requests a second`);
  const own = await measure({ ...what, contender: paperboy });
  const measured: (Measured | undefined)[] = [];
  for (const [index, contender] of peers.entries()) {
    if (contender === undefined) {
      measured.push(undefined);
      continue;
    }
    progress(`${COLUMNS[index] ?? ''}: ${channels} channels, ${perSecond} requests a second`);
    measured.push(await measure({ discord: what.discord, contender, body: own.report.body }));
  }
  return [...measured, own];
};

export const run = async (): Promise<void> => {
  const words = new Set(process.argv.slice(3));
  const isQuick = words.has('quick');
  const isAlone = words.has('alone');
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? ''}`;
  const load = (loadavg()[0] ?? 0).toFixed(1);
  print(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${machine} (load average ${load} before)`,
  );
  if (!words.has('scale')) {
    const channels = isQuick ? 300 : 3000;
    const peers = isAlone ? [undefined, undefined] : [discordJs, markAfterSend];
    const runs = await compare({ discord: discordFor(channels, 50) }, peers);
    print(`\n${channels} channels, 50 requests in any trailing second:\n`);
    print(table(COLUMNS, speedRows(runs)));
  }
  if (!words.has('speed')) {
    const channels = isQuick ? 5000 : 100_000;
    const peers = isAlone ? [undefined, undefined] : [discordJsRaised, undefined];
    const runs = await compare({ discord: discordFor(channels, 1000), isTypedTo: true }, peers);
    print(`\n${channels} channels, 1,000 requests in any trailing second:\n`);
    print(table(COLUMNS, scaleRows(runs)));
  }
};
