import manifest from '../../package.json' with { type: 'json' };

/**
 * Who asks, as a `User-Agent` header: services that throttle want to know whom to write to.
 *
 * @param contact an address of whoever runs this Paperboy: `https://…` or `mailto:…`
 */
export function userAgentOf(contact?: string): string {
  // Only what a header may hold, and no bracket that would end the comment.
  const safe = contact?.replace(/[^\x21-\x27\x2A-\x7E]/g, '') ?? '';
  const about = safe === '' ? 'a Discord bot; a few requests a day' : `+${safe}`;
  return `Paperboy/${manifest.version} (${about})`;
}
