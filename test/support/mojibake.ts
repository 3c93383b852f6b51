const decoder = new TextDecoder('windows-1252');

/** What a careless editor makes of a text: its UTF-8 bytes read as Windows-1252. */
export function misread(text: string): string {
  // The decoder is the WHATWG one, which maps the five undefined bytes to their own code points.
  return decoder.decode(new TextEncoder().encode(text));
}
