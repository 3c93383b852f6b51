import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { startChild, type Child } from '../child.ts';
import type { Sending } from './peer-discordjs.ts';
import type { Opened } from './server.ts';
import { createFixture } from './fixture.ts';

/** A started contender, which delivers one digest to many channels. */
interface Running {
  process: Child;
  /** From the process's start until it's ready, in milliseconds; undefined for a peer. */
  readyMs?: number;
  end: () => Promise<void>;
}

/** What every contender is given. */
interface Task extends Opened {
  /** How many requests a second the server allows. */
  perSecond: number;
  /** The message that a peer posts. */
  body: unknown;
}

export type Contender = (task: Task) => Promise<Running>;

const meter = new URL('./meter.ts', import.meta.url).href;
const METERED = ['--import', meter];

/** Node's arguments in `npm start`, without the script. */
const startFlags = (): string[] => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { start } = (JSON.parse(manifest) as { scripts: { start: string } }).scripts;
  return start.split(' ').slice(1, -1);
};

/** How long Paperboy may take to start and to stop, in milliseconds. */
const START_WITHIN = 120_000;
const STOP_WITHIN = 20_000;

/** As far below the limit as Paperboy is by default, with 48 of 50. */
const paceFor = (perSecond: number): number => Math.round(perSecond * 0.96);

/** The bot as its operator starts it, configured only by its environment. */
export const paperboy: Contender = async ({ url, token, targets, perSecond }) => {
  const fixture = await createFixture(targets, Date.now());
  const lines: string[] = [];
  const ready = Promise.withResolvers<undefined>();
  const startedAt = performance.now();
  const child = startChild(new URL('../../src/main.ts', import.meta.url), {
    execArgv: [...startFlags(), ...METERED],
    env: {
      ...process.env,
      DISCORD_TOKEN: token,
      DISCORD_API: url,
      DIGESTS_DIR: fixture.digests,
      DATABASE_URL: fixture.databaseUrl,
      REQUESTS_PER_SECOND: String(paceFor(perSecond)),
      SOURCES: 'none',
      TIMEZONE: 'UTC',
      LOG_LEVEL: 'info',
    },
    onLine: (line) => {
      lines.push(line);
      if (line.includes('Paperboy is ready')) ready.resolve(undefined);
    },
  });
  const timer = setTimeout(() => {
    ready.reject(new Error(`Paperboy is not ready:\n${lines.slice(-20).join('\n')}`));
  }, START_WITHIN);
  await Promise.race([
    ready.promise,
    child.gone.then(() => {
      throw new Error(`Paperboy ended:\n${lines.slice(-20).join('\n')}`);
    }),
  ]);
  clearTimeout(timer);
  return {
    process: child,
    readyMs: performance.now() - startedAt,
    end: async () => {
      await child.end(STOP_WITHIN);
      await rm(fixture.folder, { recursive: true });
    },
  };
};

const peer =
  (file: string, isTold: boolean): Contender =>
  ({ url, token, targets, perSecond, body }) => {
    const child = startChild(new URL(file, import.meta.url), { execArgv: METERED });
    const channels = targets.map(({ channelId }) => channelId);
    const sending: Sending = {
      kind: 'send',
      url,
      token,
      channels,
      body,
      ...(isTold ? { perSecond } : {}),
    };
    child.tell(sending);
    return Promise.resolve({ process: child, end: () => child.end(1000) });
  };

/** discord.js with its defaults. */
export const discordJs = peer('./peer-discordjs.ts', false);
/** discord.js with a higher limit. */
export const discordJsRaised = peer('./peer-discordjs.ts', true);
export const markAfterSend = peer('./peer-mark-after-send.ts', false);
