/** The workbench's controls and state, as one request handler. */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { internalError } from '../server/faults/answers.ts';
import type { Fault, Faults } from '../server/faults/faults.ts';
import type { LoopbackDiscord, RequestHandler } from '../server/start.ts';
import { dropNextDigest, newestDigest } from './next-digest.ts';
import type { BotWatch } from './bot-watch.ts';
import { createEventStream } from './events.ts';
import { moveClock } from './move-clock.ts';
import { denyInChannel, switchable, type Denied, type Switchable } from './permissions.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { serveControls, type Controls } from './serve.ts';

export interface WorkbenchParts {
  discord: LoopbackDiscord;
  clock: Clock;
  /** The bot's folder of digests, which belongs to the playground. */
  digests: string;
  watch: BotWatch;
  isBotRunning: () => boolean;
  /** Tells the running bot of the clock's offset. */
  tellBot: (offsetMs: number) => void;
  restartBot: () => Promise<void>;
}

export interface Workbench {
  /** The log of what the bot asks of Discord. */
  requests: RequestLog;
  handle: RequestHandler;
}

const POST = { method: 'POST', path: /^\/channels\/\d+\/messages$/ } as const;

/** What can go wrong with the bot's next posts. */
const faultKinds = {
  /** A 500, and nothing is posted. */
  'server-error': { answer: internalError },
  /** A rate limit for this channel, for five seconds. */
  'rate-limit': { answer: { rateLimit: 'user', retryAfterMs: 5000 } },
  /** The message is posted, but the response never arrives. */
  'lost-answer': { answer: 'drop-after' },
} as const satisfies Record<string, Fault>;

type FaultKind = keyof typeof faultKinds;

/** @param times how many posts meet it */
function causeFault(faults: Faults, kind: FaultKind, times: number): void {
  faults.next({ ...POST, ...faultKinds[kind], times });
}

const id = z.string().regex(/^\d{1,20}$/);
const names = z.enum(Object.keys(switchable) as [Switchable, ...Switchable[]]);
const bodies = {
  clock: z.object({ to: z.number().nullable() }),
  permissions: z.object({ channel: id, denied: z.array(names) }),
  fault: z.object({
    kind: z.enum(Object.keys(faultKinds) as FaultKind[]),
    times: z.number().int().min(1).max(50).default(1),
  }),
  outage: z.object({ on: z.boolean() }),
};

export function createWorkbench(parts: WorkbenchParts): Workbench {
  const { discord, clock, digests, watch } = parts;
  const events = createEventStream();
  const denied: Denied = new Map();
  let isDown = false;

  const state = async () => ({
    type: 'state',
    offset: clock.offset(),
    outage: isDown,
    faults: discord.faults.pending,
    denied: Object.fromEntries(denied),
    newestDigest: (await newestDigest(digests)) ?? null,
  });
  const sendState = async () => events.send(await state());

  const requests = createRequestLog(
    () => discord.token,
    (request) => {
      events.send({ type: 'request', request, faults: discord.faults.pending });
    },
  );

  // Otherwise a digest could be dated by a clock that is about to move.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  };

  const controls: Controls = {
    clock: (body) => {
      const { to } = bodies.clock.parse(body);
      return inTurn(() => moveClock(parts, to, { isOutage: isDown }));
    },
    digest: () => inTurn(() => dropNextDigest(digests, clock.now(), watch.dropped)),
    permissions: (body) => {
      const { channel, denied: wanted } = bodies.permissions.parse(body);
      denyInChannel(discord.world, denied, channel, wanted);
    },
    fault: (body) => {
      const { kind, times } = bodies.fault.parse(body);
      causeFault(discord.faults, kind, times);
    },
    'clear-faults': () => discord.faults.clear(),
    outage: (body) => {
      isDown = bodies.outage.parse(body).on;
      discord.setOutage(isDown);
    },
    gateway: () => discord.dropGateway('cut'),
    restart: parts.restartBot,
  };

  return {
    requests,
    handle: serveControls({
      origin: discord.origin,
      controls,
      onDone: sendState,
      connect: async (response) => {
        events.connect(response, [{ type: 'requests', requests: requests.all() }, await state()]);
      },
    }),
  };
}
