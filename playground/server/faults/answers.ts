import type { FaultAnswer } from './faults.ts';

/** Error responses of Discord and of the proxies in front of it, for a fault's `answer`. */

const page = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n`;

const html = (status: number, title: string): FaultAnswer => ({
  status,
  headers: { 'content-type': 'text/html', server: 'cloudflare' },
  body: page(`${status} ${title}`),
});

/** HTML, as sent by the proxy in front of Discord when Discord is unreachable. */
export const badGateway = html(502, 'Bad Gateway');
export const gatewayTimeout = html(504, 'Gateway Timeout');

const json = (status: number, code: number, message: string): FaultAnswer => ({
  status,
  body: { message, code },
});

export const internalError = json(500, 0, '500: Internal Server Error');
/** A single 401; `revoke-token` makes it last. */
export const unauthorized = json(401, 0, '401: Unauthorized');
export const missingAccess = json(403, 50001, 'Missing Access');
export const missingPermissions = json(403, 50013, 'Missing Permissions');
/** The interaction already has a response. */
export const alreadyAcknowledged = json(400, 40060, 'Interaction has already been acknowledged.');
export const unknownInteraction = json(404, 10062, 'Unknown interaction');
