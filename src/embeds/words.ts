const number = new Intl.NumberFormat('en');

/** `1 paper`, `2 papers`, `7,620 papers`; our own plain plurals lose their s at 1. */
export function plural(count: number, nouns: string): string {
  return `${number.format(count)} ${count === 1 ? nouns.replace(/s$/, '') : nouns}`;
}

/** Every count under its own name as it is: `7,620 retweets · 1 news`. Plain text, not escaped. */
export function countsLine(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, count]) => `${number.format(count)} ${name}`)
    .join(' · ');
}

/** As many names as fit in `max` characters: `A, B, C and 12 more`. Plain text, not escaped. */
export function authorsLine(authors: readonly string[], max: number): string {
  const all = authors.join(', ');
  if (all.length <= max || authors.length === 1) return all;
  let shown = 1;
  let line = authors[0] ?? '';
  for (; shown < authors.length; shown++) {
    const longer = `${line}, ${authors[shown] ?? ''}`;
    if (longer.length + ` and ${authors.length} more`.length > max) break;
    line = longer;
  }
  return `${line} and ${authors.length - shown} more`;
}
