import { connect } from 'node:net';

/**
 * A raw keep-alive HTTP client that sends prepared requests, one after the other on each of many
 * connections. It does as little as possible, so that only the server is measured.
 */
export interface Load {
  port: number;
  /** Whole requests, headers and body, sent in turn. */
  requests: string[];
  connections: number;
  seconds: number;
}

export interface Loaded {
  answered: number;
  seconds: number;
  /** How many responses had each status. */
  statuses: Record<string, number>;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads one response after the other from a stream of bytes. */
const createReader = (onAnswer: (status: string) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = rest.indexOf(HEAD_END);
    if (end === -1) return;
    const head = rest.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const total = end + HEAD_END.length + length;
    if (rest.length < total) return;
    rest = rest.subarray(total);
    onAnswer(head.slice(9, 12));
  };
};

const run = async ({ port, requests, connections, seconds }: Load): Promise<Loaded> => {
  const statuses: Record<string, number> = {};
  let answered = 0;
  let next = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1');
          socket.setNoDelay(true);
          const send = (): void => {
            socket.write(requests[next++ % requests.length] ?? '');
          };
          const read = createReader((status) => {
            statuses[status] = (statuses[status] ?? 0) + 1;
            answered += 1;
            if (performance.now() < endsAt) send();
            else socket.end(() => resolve());
          });
          socket.on('connect', send);
          socket.on('data', read);
          socket.on('error', reject);
        }),
    ),
  );
  return { answered, seconds: (performance.now() - startedAt) / 1000, statuses };
};

process.on('message', (load: Load) => {
  void run(load).then((loaded) => process.send?.(loaded));
});
process.on('disconnect', () => process.exit(0));
