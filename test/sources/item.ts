/** An item of Hugging Face's list for 2026-06-12, in its shape of that time. */
export function itemOf(n: number, paper: Record<string, unknown> = {}): Record<string, unknown> {
  const title = `Paper ${n}`;
  return {
    paper: {
      id: `2606.${String(10_000 + n)}`,
      authors: [{ _id: 'x', name: 'Ada Muster', hidden: false }],
      publishedAt: '2026-06-11T00:00:00.000Z',
      submittedOnDailyAt: '2026-06-12T00:00:00.000Z',
      title,
      summary: 'We ask,\nand answer.',
      upvotes: 5,
      ai_keywords: ['asking'],
      ...paper,
    },
    title,
    numComments: 2,
    submittedBy: { name: 'ada' },
  };
}
