import { randomInt } from 'node:crypto';

const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of four letters and digits that nobody confuses: 79 bits. */
export function generatedPassword(): string {
  const group = () => Array.from({ length: 4 }, () => readable[randomInt(readable.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
