/** Pictures of dots, by their first bytes: what a sender says they are counts for nothing, and SVG runs scripts. */
const kinds: readonly { readonly type: string; readonly isAt: (bytes: Buffer) => boolean }[] = [
  { type: 'image/png', isAt: (bytes) => bytes.indexOf('\x89PNG\r\n\x1a\n', 0, 'latin1') === 0 },
  { type: 'image/jpeg', isAt: (bytes) => bytes.indexOf('\xff\xd8\xff', 0, 'latin1') === 0 },
  { type: 'image/gif', isAt: (bytes) => /^GIF8[79]a/.test(text(bytes, 0, 6)) },
  { type: 'image/webp', isAt: (bytes) => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP' },
  { type: 'image/avif', isAt: (bytes) => /^ftypavi[fs]$/.test(text(bytes, 4, 12)) },
];

/** The media type of a picture that a browser shows without running anything in it; null for whatever else it is. */
export function imageTypeOf(bytes: Buffer): string | null {
  return kinds.find(({ isAt }) => isAt(bytes.subarray(0, 16)))?.type ?? null;
}

function text(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to);
}
