import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether `given` is the keyed hash of the content; takes as long whatever is wrong with it. */
export function isSigned(
  given: string | string[] | undefined,
  secret: string | null,
  { hash, encoding, content }: { hash: 'sha256' | 'sha1'; encoding: 'hex' | 'base64'; content: Buffer },
): boolean {
  if (typeof given !== 'string' || secret === null || secret === '') return false;
  const right = createHmac(hash, secret).update(content).digest();
  const wanted = Buffer.from(right.toString(encoding));
  // Letters are compared: a reading of them would pass over what stands behind.
  const shown = Buffer.from(encoding === 'hex' ? given.trim().toLowerCase() : given.trim());
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}
