let serial = 0;

/** A hit in Hacker News' search results. */
export function storyAt({
  url = 'https://arxiv.org/abs/2606.00001',
  points = 10,
  createdAt,
}: {
  url?: string | null;
  points?: unknown;
  /** Unix seconds. */
  createdAt: number;
}) {
  return {
    objectID: String(++serial),
    title: 'A story',
    url,
    points,
    num_comments: 3,
    created_at_i: createdAt,
  };
}
