/**
 * The folder of digests that an address means, with a slash at its end. A folder on GitHub, as the
 * browser shows it, gives the place where its files lie as they are:
 * `https://github.com/OWNER/REPO/tree/BRANCH/digests`. A branch's name must be without slashes.
 * Undefined for what is no http(s) address, and for one with a password, which logs would show.
 */
export function digestFolder(address: string): URL | undefined {
  const url = URL.parse(address.trim());
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return undefined;
  }
  const isGitHub = /^(?:www\.)?github\.com$/.test(url.hostname);
  const path = url.pathname.replace(/\/+$/, '');
  const folder = isGitHub
    ? /^\/([^/]+)\/([^/]+?)(?:\.git)?(?:\/tree\/([^/]+)(\/.+)?)?$/.exec(path)
    : undefined;
  if (folder === null) return undefined;
  if (folder === undefined) {
    url.pathname = `${path}/`;
    url.hash = '';
    return url;
  }
  const [, owner = '', repository = '', branch = 'HEAD', below = ''] = folder;
  return new URL(`https://raw.githubusercontent.com/${owner}/${repository}/${branch}${below}/`);
}
