/** The workbench's controls and state, as one request handler. */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { LoopbackDiscord, RequestHandler } from '../server/start.ts';
import { causeFault, faultKinds } from './cause-fault.ts';
import { dropNextDigest, newestDigest } from './drop-digest.ts';
import { createAudience } from './events.ts';
import { moveClock } from './move-clock.ts';
import { denyInChannel, switchable, type Denied, type Switchable } from './permissions.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { serveControls, type Controls } from './serve.ts';

export interface WorkbenchParts {
  discord: LoopbackDiscord;
  clock: Clock;
  /** The bot's folder of digests, which belongs to the playground. */
  digests: string;
  /** Tells the running bot of the clock's offset. */
  tellBot: (offsetMs: number) => void;
  restartBot: () => Promise<void>;
}

export interface Workbench {
  /** The log of what the bot asks of Discord. */
  requests: RequestLog;
  handle: RequestHandler;
}

const id = z.string().regex(/^\d{1,20}$/);
const names = z.enum(Object.keys(switchable) as [Switchable, ...Switchable[]]);
const bodies = {
  clock: z.object({ to: z.number().nullable() }),
  permissions: z.object({ channel: id, denied: z.array(names) }),
  fault: z.object({
    kind: z.enum(faultKinds),
    times: z.number().int().min(1).max(50).default(1),
  }),
  outage: z.object({ on: z.boolean() }),
};

export function createWorkbench(parts: WorkbenchParts): Workbench {
  const { discord, clock, digests } = parts;
  const audience = createAudience();
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
  const tellState = async () => audience.tell(await state());

  const requests = createRequestLog(
    () => discord.token,
    (request) => {
      audience.tell({ type: 'request', request, faults: discord.faults.pending });
    },
  );

  const controls: Controls = {
    clock: (body) => moveClock(parts, bodies.clock.parse(body).to),
    digest: () => dropNextDigest(digests),
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
      onDone: tellState,
      join: async (response) => {
        audience.join(response, [{ type: 'requests', requests: requests.all() }, await state()]);
      },
    }),
  };
}
