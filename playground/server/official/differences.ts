import type { Problem } from './problems.ts';

/**
 * Where the specification is stricter than the documentation. The documentation wins then, as the
 * specification's own README says. (Where it's laxer, as with 4,000 characters of content,
 * `validate/` is stricter.)
 */
const documented: readonly { at: RegExp; code?: string }[] = [
  // An integer in the specification; 64 bits don't fit into one, so every library sends a string.
  { at: /(^|\.)default_member_permissions$/ },
  // White space around an embed's texts is trimmed and not counted.
  {
    at: /(^|\.)embeds\.\d+\.(title|description|(fields\.\d+\.(name|value))|footer\.text|author\.name)$/,
    code: 'BASE_TYPE_MAX_LENGTH',
  },
];

/** Whether the documentation allows what the specification rejects. */
export const isDocumented = ({ at, code }: Problem): boolean => {
  const path = at.join('.');
  return documented.some(
    (difference) =>
      difference.at.test(path) && (difference.code === undefined || difference.code === code),
  );
};
