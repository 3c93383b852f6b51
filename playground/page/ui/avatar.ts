/** Avatars of people and of the bot as data URLs, since the page loads nothing from elsewhere. */

const colours = ['#5865f2', '#3ba55d', '#eb459e', '#faa61a', '#ed4245', '#747f8d'];

const NEWSPAPER =
  '<rect x="9" y="10" width="20" height="20" rx="2" fill="#fff"/>' +
  '<rect x="12" y="13" width="14" height="3" fill="#2b2d31"/>' +
  '<rect x="12" y="18" width="6" height="6" fill="#5865f2"/>' +
  '<path d="M20 19h6M20 22h6M12 27h14" stroke="#80848e" stroke-width="1.6"/>' +
  '<path d="M29 15h2v13a2 2 0 0 1-2 2z" fill="#dbdee1"/>';

/** A picture with the first letter of `name`; a bot gets a newspaper. */
export function avatar(name: string, bot: boolean): string {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum += name.charCodeAt(i);
  const colour = bot ? '#23a55a' : (colours[sum % colours.length] ?? '');
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '?';
  const inside = bot
    ? NEWSPAPER
    : `<text x="20" y="27" font-family="sans-serif" font-size="19" font-weight="600" fill="#fff" text-anchor="middle">${letter}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="${colour}"/>${inside}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
