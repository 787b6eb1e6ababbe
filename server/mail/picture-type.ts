const beginnings: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['image/png', /^\u0089PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
];

/** The type of a picture by its first bytes, whatever it is called; null for anything else. */
export function pictureTypeOf(beginning: Buffer): string | null {
  const text = beginning.subarray(0, 16).toString('latin1');
  return beginnings.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
