/** Passes chunks on until there are more than `maxBytes` of them, then throws what `tooLarge` makes. */
export async function* upTo(
  maxBytes: number,
  chunks: AsyncIterable<Buffer>,
  tooLarge: () => Error,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    yield chunk;
  }
}
