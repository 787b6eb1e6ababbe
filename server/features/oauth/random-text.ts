import { randomBytes } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 62^43 is just above 2^256. */
const secretLength = 43;
/** Bytes from here on would make the first letters likelier than the rest. */
const unevenFrom = 256 - (256 % letters.length);

/** Random letters and digits: they survive every encoding, so old and new client libraries send the same. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(2 * length)) {
      if (byte < unevenFrom && text.length < length) text += letters[byte % letters.length];
    }
  }
  return text;
}

/** A secret of 256 random bits. */
export function newSecret(): string {
  return randomText(secretLength);
}
