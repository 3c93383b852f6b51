/** A colour for a paper's field, by the first part of its primary category that is listed. */
const COLOURS: Record<string, number> = {
  'cs.CV': 0x3b82f6,
  'cs.CL': 0x22c55e,
  'cs.LG': 0xa855f7,
  'cs.AI': 0xf97316,
  'cs.RO': 0x14b8a6,
  'cs.SD': 0xec4899,
  'cs.HC': 0xeab308,
  'cs.CR': 0xef4444,
  'cs.SI': 0x06b6d4,
  cs: 0x6366f1,
  stat: 0x8b5cf6,
  math: 0x64748b,
  eess: 0xdb2777,
  physics: 0x0ea5e9,
  'quant-ph': 0x7c3aed,
  'astro-ph': 0x1e40af,
  'cond-mat': 0x0f766e,
  'q-bio': 0x16a34a,
  'q-fin': 0xca8a04,
  econ: 0xb45309,
};

const OTHER = 0x78716c;

/** The colour of a category, `0xRRGGBB`. */
export function colourOf(category: string): number {
  const archive = category.split('.')[0] ?? '';
  return COLOURS[category] ?? COLOURS[archive] ?? OTHER;
}
