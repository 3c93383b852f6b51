import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followedFolderUrl } from '../../src/sources/follow-address.ts';

const RAW = 'https://raw.githubusercontent.com/owner/repo';

describe("a followed folder's address", () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['https://example.com/digests', 'https://example.com/digests/'],
    ['http://example.com:8080/a/b//', 'http://example.com:8080/a/b/'],
    [' https://example.com/digests?key=x#top ', 'https://example.com/digests/?key=x'],
    ['https://github.com/owner/repo/tree/main/content/posts', `${RAW}/main/content/posts/`],
    ['https://github.com/owner/repo/tree/main/content/', `${RAW}/main/content/`],
    ['https://github.com/owner/repo/tree/v1.2', `${RAW}/v1.2/`],
    ['https://github.com/owner/repo', `${RAW}/HEAD/`],
    ['https://www.github.com/owner/repo.git', `${RAW}/HEAD/`],
    ['http://github.com/owner/repo?tab=readme#x', `${RAW}/HEAD/`],
    [`${RAW}/main/digests`, `${RAW}/main/digests/`],
  ])('turns %s into %s', (address, folder) => {
    expect(followedFolderUrl(address)?.href).toBe(folder);
  });

  it.each([
    '',
    'digests',
    'ftp://example.com/',
    'file:///etc/',
    'https://user:word@example.com/',
    'https://user@example.com/',
    'https://github.com/',
    'https://github.com/owner',
    'https://github.com/owner/repo/blob/main/README.md',
    'https://github.com/owner/repo/tree',
  ])('is refused as %j', (address) => {
    expect(followedFolderUrl(address)).toBeUndefined();
  });

  it('ends in a slash, whatever was given', () => {
    const address = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string().map((path) => `https://github.com/${path}`),
      fc.string(),
    );
    fc.assert(
      fc.property(address, (text) => {
        const folder = followedFolderUrl(text);
        expect(folder === undefined || folder.pathname.endsWith('/')).toBe(true);
      }),
    );
  });
});
