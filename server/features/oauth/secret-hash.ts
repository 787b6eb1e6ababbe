import { createHash, timingSafeEqual } from 'node:crypto';

/** What is stored of a secret or token: they are 256 random bits, so there is nothing to guess and no slow hash is needed. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function isSecret(secret: string, stored: Buffer): boolean {
  return timingSafeEqual(secretHash(secret), stored);
}
