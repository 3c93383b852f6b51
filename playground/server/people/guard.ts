import type { IncomingMessage } from 'node:http';

const loopbackAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

const hostName = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/**
 * Whether a request comes from a page on this machine and not through a foreign web site: the
 * sender is local, the Host is ours (against DNS rebinding), and so is the Origin of a page that
 * acts.
 */
export const isFromThisMachine = (request: IncomingMessage): boolean => {
  const { host = '', origin } = request.headers;
  if (!loopbackAddresses.includes(request.socket.remoteAddress ?? '')) return false;
  if (!loopbackNames.includes(hostName(host))) return false;
  if (origin === undefined) return true;
  const page = URL.parse(origin);
  return page !== null && loopbackNames.includes(page.hostname);
};
