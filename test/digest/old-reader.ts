/** A paper as the archive's original tools read it. */
export interface OldPaper {
  title: string;
  authors: string[];
  counts: Record<string, number>;
  id: string;
  categories: string[];
  abstract: string;
}

/**
 * A strict reader for the archive's original format: every line, including blank ones, has to be in
 * its place. Throws at the first line that isn't.
 */
export function readAsTheArchiveDid(text: string): OldPaper[] {
  const lines = text.split('\n');
  let at = 0;
  const take = (pattern: RegExp): string[] => {
    const line = lines[at++];
    const match = line === undefined ? null : pattern.exec(line);
    if (!match) throw new Error(`line ${at}: ${String(line)} is not ${pattern.source}`);
    return match.slice(1).map(String);
  };
  const blank = (): unknown => take(/^$/);

  take(/^---$/);
  take(/^title: Hot Papers \d{4}-\d\d-\d\d$/);
  take(/^date: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\./);
  take(/^template: "post"$/);
  take(/^draft: false$/);
  take(/^slug: "hot-papers-\d{4}-\d\d-\d\d"$/);
  // Any fields in any order, one per line, up to a blank line.
  while (lines[at] !== '') take(/^(?:[a-zA-Z]+:.*| {2}- ".*")$/);
  blank();
  take(/^---$/);
  blank();
  const papers: OldPaper[] = [];
  while (at < lines.length - 1) {
    const [title = ''] = take(new RegExp(`^# ${papers.length + 1}\\. (\\S.*)$`));
    blank();
    const [authors = ''] = take(/^([^-#\s].*)$/);
    blank();
    const [counts = ''] = take(
      /^- ([a-z ]+: \d+(?:, [a-z ]+: \d+)*) \(\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\)$/,
    );
    blank();
    const [id = ''] = take(
      /^- links: \[abs\]\(https:\/\/arxiv\.org\/abs\/(\S+)\) \| \[pdf\]\(https:\/\/arxiv\.org\/pdf\/\1\)$/,
    );
    const [listed = ''] = take(
      /^- (\[[\w.-]+\]\(https:\/\/arxiv\.org\/list\/[\w.-]+\/recent\)(?: \| .*)?)$/,
    );
    blank();
    const [abstract = ''] = take(/^(|[^#<\s].*)$/);
    blank();
    blank();
    blank();
    papers.push({
      title,
      authors: authors.split(', '),
      counts: Object.fromEntries(
        counts.split(', ').map((pair) => {
          const [name = '', count] = pair.split(': ');
          return [name, Number(count)];
        }),
      ),
      id,
      categories: listed.split(' | ').map((item) => /^\[(.*?)\]/.exec(item)?.[1] ?? ''),
      abstract,
    });
  }
  return papers;
}
