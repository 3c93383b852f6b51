import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The best that Node can do: reads the body and responds with a constant, with Discord's headers.
 */
const body = JSON.stringify({ id: '1', channel_id: '2', content: 'x'.repeat(600) });
const headers = {
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body),
  'x-ratelimit-limit': '5',
  'x-ratelimit-remaining': '4',
  'x-ratelimit-reset': '1470173023.123',
  'x-ratelimit-reset-after': '1.000',
  'x-ratelimit-bucket': 'abcd1234',
};

const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    response.writeHead(200, headers);
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, memory: 0 });
});
process.on('disconnect', () => process.exit(0));
