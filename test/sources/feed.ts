/** The parts of an entry in arXiv's feed that a test sets. */
export interface EntryGiven {
  id: string;
  title?: string;
  summary?: string;
  comment?: string;
  primary?: string;
  terms?: string[];
  authors?: string[];
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** An entry in arXiv's order, with all texts escaped. */
export function entryOf(given: EntryGiven): string {
  const {
    id,
    title = `About ${id}`,
    summary = '  We ask,\nand answer.',
    comment,
    primary = 'cs.LG',
    terms = [primary],
    authors = ['Ada Muster', 'Bob Beispiel'],
  } = given;
  const scheme = 'scheme="http://arxiv.org/schemas/atom"';
  return `  <entry>
    <id>http://arxiv.org/abs/${escapeXml(id)}</id>
    <title>${escapeXml(title)}</title>
    <updated>2026-06-11T17:59:46Z</updated>
    <link href="https://arxiv.org/abs/${escapeXml(id)}" rel="alternate" type="text/html"/>
    <summary>${escapeXml(summary)}</summary>
${terms.map((term) => `    <category term="${escapeXml(term)}" ${scheme}/>\n`).join('')}\
    <published>2026-06-11T17:59:46Z</published>
${comment === undefined ? '' : `    <arxiv:comment>${escapeXml(comment)}</arxiv:comment>\n`}\
    <arxiv:primary_category term="${escapeXml(primary)}"/>
${authors.map((name) => `    <author>\n      <name>${escapeXml(name)}</name>\n    </author>\n`).join('')}\
  </entry>
`;
}

/** A feed of arXiv's API with the given entries. */
export function feedOf(...entries: (EntryGiven | string)[]): string {
  const all = entries.map((entry) => (typeof entry === 'string' ? entry : entryOf(entry)));
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id>
  <title>arXiv Query: id_list=</title>
  <updated>2026-06-13T06:00:00Z</updated>
  <opensearch:totalResults>${all.length}</opensearch:totalResults>
${all.join('')}</feed>
`;
}

/** arXiv's answer to an invalid id, which has the status 400. */
export function errorFeed(id: string): string {
  const address = `https://arxiv.org/api/errors#incorrect_id_format_for_${id}`;
  return feedOf(`  <entry>
    <id>${address}</id>
    <title>Error</title>
    <link href="${address}" rel="alternate" type="text/html"/>
    <summary>incorrect id format for ${id}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
`);
}
