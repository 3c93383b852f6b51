/**
 * When a paper was first submitted, by its id: `2105.01601` and `math/0309136` begin their number
 * with year and month. Source: arXiv's "Understanding the arXiv identifier".
 *
 * @returns `month` is 1 to 12; undefined where the id names none
 */
export function arxivDate(id: string): { year: number; month: number | undefined } {
  const [, yy = '', mm = ''] = /(?:^|\/)(\d{2})(\d{2})/.exec(id) ?? [];
  const month = Number(mm);
  // arXiv began in 1991.
  const century = Number(yy) >= 91 ? 1900 : 2000;
  return { year: century + Number(yy), month: month >= 1 && month <= 12 ? month : undefined };
}
