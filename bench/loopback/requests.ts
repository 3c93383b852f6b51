/** The bot's requests as raw HTTP. */

const request = (method: string, path: string, token: string, body?: object): string => {
  const text = body === undefined ? '' : JSON.stringify(body);
  return [
    `${method} /api/v10${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bot ${token}`,
    'User-Agent: DiscordBot (https://example.invalid, 1.0)',
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`]),
    '',
    text,
  ].join('\r\n');
};

const embed = (n: number) => ({
  title: `${n}. A title of a paper that is about as long as titles are`,
  url: `https://arxiv.org/abs/2105.0${n}`,
  description: 'An abstract, cut to what is worth reading in the morning. '.repeat(6),
  footer: { text: '123 tweets, cs.CV, cs.LG' },
});

const menu = {
  type: 1,
  components: [
    {
      type: 3,
      custom_id: 'paper',
      placeholder: 'Open a paper',
      options: Array.from({ length: 10 }, (_, n) => ({ label: `Paper ${n}`, value: String(n) })),
    },
  ],
};

/** A digest: ten embeds and a menu, about 6 KB, with an enforced nonce. */
const digest = (nonce: string) => ({
  content: 'The papers of the day',
  embeds: Array.from({ length: 10 }, (_, n) => embed(n)),
  components: [menu],
  allowed_mentions: { parse: [] },
  nonce,
  enforce_nonce: true,
});

export const kinds = {
  'POST a digest (10 embeds, nonce)': (token: string, channel: string, n: number) =>
    request('POST', `/channels/${channel}/messages`, token, digest(`n${n}`)),
  'POST a line of text': (token: string, channel: string) =>
    request('POST', `/channels/${channel}/messages`, token, { content: 'hello' }),
  'GET a channel': (token: string, channel: string) =>
    request('GET', `/channels/${channel}`, token),
};
export type Kind = keyof typeof kinds;
