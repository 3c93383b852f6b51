import { cpus } from 'node:os';
import { startChild, type Child } from './child.ts';
import type { Load, Loaded } from './loopback/load.ts';
import { kinds, type Kind } from './loopback/requests.ts';

/**
 * The loopback Discord's own limit, next to a bare `node:http` server in the same run. Server,
 * peer, load generator and bot each have a process of their own. A second argument limits it to
 * requests with that text in their name.
 */

interface Ready {
  origin: string;
  url: string;
  token: string;
  channels: string[];
  setupMs: number;
  setupBytes: number;
}

interface Logged {
  readyMs: number;
  guilds: number;
  channels: number;
  heapBytes: number;
}

const SECONDS = 4;
const CONNECTIONS = 32;

const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};
const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** Requests per second of elapsed time, and per second of the server's own CPU time. */
const measure = async (server: Child, load: Child, port: number, requests: string[]) => {
  const work: Load = { port, requests, connections: CONNECTIONS, seconds: 1 };
  await load.ask<Loaded>(work);
  const before = await server.ask<{ cpuMs: number }>({});
  const loaded = await load.ask<Loaded>({ ...work, seconds: SECONDS });
  const after = await server.ask<{ cpuMs: number }>({});
  const bad = Object.entries(loaded.statuses).filter(([status]) => status !== '200');
  if (bad.length > 0) throw new Error(`not all were answered: ${JSON.stringify(loaded.statuses)}`);
  return {
    perSecond: loaded.answered / loaded.seconds,
    perCpuSecond: loaded.answered / ((after.cpuMs - before.cpuMs) / 1000),
  };
};

const requestsOf = (kind: Kind, { token, channels }: Ready): string[] =>
  channels.slice(0, 20_000).map((channel, n) => kinds[kind](token, channel, n));

export const run = async (): Promise<void> => {
  print(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? ''}`,
  );
  const server = startChild(new URL('./loopback/server.ts', import.meta.url), {
    execArgv: ['--expose-gc'],
  });
  const ready = await server.ready<Ready>();
  print(
    `set up ${ready.channels.length} channels in 1,000 guilds: ${ready.setupMs.toFixed(0)} ms, ${mb(ready.setupBytes)}`,
  );

  const bot = startChild(new URL('./loopback/bot.ts', import.meta.url), {
    execArgv: ['--expose-gc'],
  });
  const logged = await bot.ask<Logged>({ url: ready.url, token: ready.token });
  bot.stop();
  print(
    `discord.js ready with ${logged.guilds} guilds, ${logged.channels} channels: ${logged.readyMs.toFixed(0)} ms (its heap: ${mb(logged.heapBytes)})`,
  );

  const peer = startChild(new URL('./loopback/peer.ts', import.meta.url));
  const { origin } = await peer.ready<{ origin: string }>();
  const load = startChild(new URL('./loopback/load.ts', import.meta.url));
  print();
  print(
    '| requests | loopback, per s | per s of its CPU | bare node:http, per s | per s of its CPU | ratio (CPU) |',
  );
  print('| --- | --- | --- | --- | --- | --- |');
  const wanted = process.argv[3] ?? '';
  for (const kind of (Object.keys(kinds) as Kind[]).filter((name) => name.includes(wanted))) {
    const requests = requestsOf(kind, ready);
    const ours = await measure(server, load, Number(new URL(ready.origin).port), requests);
    const bare = await measure(peer, load, Number(new URL(origin).port), requests);
    const cells = [ours.perSecond, ours.perCpuSecond, bare.perSecond, bare.perCpuSecond].map((n) =>
      n.toFixed(0),
    );
    print(
      `| ${kind} | ${cells.join(' | ')} | ${(ours.perCpuSecond / bare.perCpuSecond).toFixed(2)} |`,
    );
  }
  print();
  const { memory } = await server.ask<{ memory: number }>({});
  print(`the server's memory at the end: ${mb(memory)}`);
  for (const child of [server, peer, load]) child.stop();
};
