/**
 * Divides `total` among needs fairly (max-min): nobody gets more than it needs, and whoever is
 * cut gets as much as everyone else who is cut.
 *
 * @returns one share a need, in order; their sum is at most `total`
 */
export function shareFairly(needs: readonly number[], total: number): number[] {
  const shares = needs.map(() => 0);
  let left = Math.max(0, total);
  const ascending = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  for (const [done, { need, index }] of ascending.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
