import type { Reply } from '../http/reply.ts';

/**
 * Cloudflare's response in Discord's place once an IP address has made too many invalid requests.
 */
export const cloudflarePage = (waitMs: number): Reply => ({
  status: 429,
  // No rate limit headers and no JSON: a client that expects either breaks here, as it would there.
  headers: {
    'content-type': 'text/html; charset=UTF-8',
    'retry-after': String(Math.ceil(waitMs / 1000)),
    server: 'cloudflare',
  },
  body: `<!doctype html>
<html lang="en-US">
<head><title>Access denied | discord.com used Cloudflare to restrict access</title></head>
<body><h1>Error 1015</h1><h2>You are being rate limited</h2>
<p>The owner of this website (discord.com) has banned you temporarily from accessing this website.</p></body>
</html>
`,
});
