const newline = 0x0a;
const equals = 0x3d;

/** Value of each base64 character (RFC 4648, and its URL form); 64 for white space, 65 for `=`, 66 for anything else. */
const sextets = new Uint8Array(256).fill(66);
for (const [index, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries())
  sextets[character.charCodeAt(0)] = index;
for (const space of '\t\n\v\f\r ') sextets[space.charCodeAt(0)] = 64;
sextets['-'.charCodeAt(0)] = 62;
sextets['_'.charCodeAt(0)] = 63;
sextets[equals] = 65;

/** A body as it was before it was encoded for the way (RFC 2045, 6). What claims an encoding but has none is left as it is. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  const name = encoding.toLowerCase().replace(/\([^)]*\)|[^a-z0-9]/g, '');
  if (name === 'base64' || name === 'b64') return isBase64(body) ? decodeBase64(body) : body;
  if (name === 'quotedprintable' || name === 'qp') return decodeQuoted(body);
  if (/^x?uu(encoded?)?$/.test(name)) return decodeUu(body);
  return body;
}

/** Words under the label `base64` have spaces inside their lines or characters that it lacks; damaged base64 has a few at most. */
export function isBase64(body: Buffer): boolean {
  const looked = Math.min(body.length, 64 * 1024);
  let noise = 0;
  let letters = 0;
  let padding = 0;
  for (let at = 0; at < looked; at += 1) {
    const sextet = sextets[body[at] as number] as number;
    if (sextet < 64) letters += 1;
    else if (sextet === 65) padding += 1;
    else if (sextet === 66) noise += 1;
    else if (body[at] === 0x20 && isLetter(body[at + 1]) && isLetter(body[at - 1])) noise += 1;
  }
  const isPadded = padding > 0 && (letters + padding) % 4 === 0;
  return noise * (isPadded ? 4 : 20) <= letters;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (sextets[byte] as number) < 64;
}

/** Lenient: foreign characters are passed over, and after padding comes perhaps another piece. */
export function decodeBase64(body: Buffer): Buffer {
  const out = Buffer.allocUnsafeSlow(Math.ceil((body.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < body.length; at += 1) {
    const sextet = sextets[body[at] as number] as number;
    if (sextet < 64) {
      held = ((held << 6) | sextet) & 0xfff;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      out[length] = (held >> bits) & 0xff;
      length += 1;
    } else if (sextet === 65) {
      bits = 0;
      held = 0;
    }
  }
  return out.subarray(0, length);
}

/** RFC 2045, 6.7, with what is not encoded right left as it stands. */
export function decodeQuoted(body: Buffer): Buffer {
  if (!body.includes(equals)) return body;
  const out = Buffer.allocUnsafeSlow(body.length);
  let length = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] as number;
    if (byte !== equals) {
      out[length] = byte;
      length += 1;
      continue;
    }
    const breakEnd = endOfSoftBreak(body, at + 1);
    const high = hexOf(body[at + 1]);
    const low = hexOf(body[at + 2]);
    if (breakEnd !== null) at = breakEnd - 1;
    else {
      const isEscape = high >= 0 && low >= 0;
      out[length] = isEscape ? high * 16 + low : byte;
      length += 1;
      if (isEscape) at += 2;
    }
  }
  return out.subarray(0, length);
}

/** White space may have been added after the `=` that ends a line. Null where the line does not end. */
function endOfSoftBreak(body: Buffer, from: number): number | null {
  let at = from;
  while (at - from < 200 && (body[at] === 0x20 || body[at] === 0x09 || body[at] === 0x0d)) at += 1;
  if (at >= body.length) return body.length;
  return body[at] === newline ? at + 1 : null;
}

function hexOf(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

/** The lines between `begin` and `end` as uuencode wrote them (POSIX); the body as it is when there are none. */
function decodeUu(body: Buffer): Buffer {
  const begin = /(?:^|\n)begin [0-7]{3,4} [^\n]*\n/.exec(body.toString('latin1', 0, 64 * 1024));
  if (!begin) return body;
  const out = Buffer.allocUnsafeSlow(Math.ceil((body.length * 3) / 4));
  let length = 0;
  for (let at = begin.index + begin[0].length; at < body.length && body[at] !== 0x65; ) {
    const end = Math.min(length + sixBits(body, at), out.length);
    // Four characters are three bytes: as many are written as the line says.
    for (let group = at + 1; length < end; group += 4) {
      const [b, c] = [sixBits(body, group + 1), sixBits(body, group + 2)];
      out[length] = (sixBits(body, group) << 2) | (b >> 4);
      if (length + 1 < end) out[length + 1] = (b << 4) | (c >> 2);
      if (length + 2 < end) out[length + 2] = (c << 6) | sixBits(body, group + 3);
      length = Math.min(length + 3, end);
    }
    const found = body.indexOf(newline, at);
    at = found < 0 ? body.length : found + 1;
  }
  return out.subarray(0, length);
}

function sixBits(body: Buffer, at: number): number {
  const byte = body[at] ?? 0x20;
  return byte < 0x20 ? 0 : (byte - 0x20) & 63;
}
