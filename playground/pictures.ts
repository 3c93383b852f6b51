/**
 * Serves the pictures of embeds, as Discord's media proxy does, but from this machine only: the page
 * never fetches anything from elsewhere. The sample's addresses have drawn pictures; every other
 * address gets a stand-in.
 */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

const PICTURES = new URL('sample/pictures/', import.meta.url);

/** The addresses that the sample's papers have, with the id of the paper. */
const SAMPLE =
  /^https:\/\/cdn-thumbnails\.huggingface\.co\/social-thumbnails\/papers\/(\d{4}\.\d{5})\.png$/;

/** As large as the pictures that Hugging Face makes for papers. */
const STAND_IN = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630">
<path d="M0 0h1200v630H0z" fill="#747f8d"/>
<path d="M0 630 330 265l190 200 140-130 540 295z" fill="#5d6773"/>
<path d="M0 630 240 430l150 120 100-70 210 150z" fill="#4a525c"/>
<circle cx="905" cy="190" r="74" fill="#9aa4b1"/>
</svg>
`;

/**
 * Answers `GET /picture?of=ADDRESS` with an SVG.
 *
 * @returns false for any other request
 */
export async function servePicture(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname !== '/picture' || (request.method !== 'GET' && request.method !== 'HEAD'))
    return false;
  const id = SAMPLE.exec(searchParams.get('of') ?? '')?.[1];
  const drawn =
    id === undefined ? undefined : await readFile(new URL(`${id}.svg`, PICTURES)).catch(() => {});
  response.writeHead(200, {
    'content-type': 'image/svg+xml',
    'cache-control': 'max-age=600',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : (drawn ?? STAND_IN));
  return true;
}
