import { crc32, deflateSync } from 'node:zlib';
import type { Dice } from './dice.ts';

/** A small PNG of its own for each inquiry: a panel with a lit display, as a photo of a fault might look from afar. */
export function picture(dice: Dice, width = 320, height = 200): Buffer {
  const [red, green, blue] = [dice.between(90, 200), dice.between(90, 200), dice.between(90, 200)];
  const lit = { x: dice.between(40, 180), y: dice.between(40, 110), width: 90, height: 36 };
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3); // filter type 0 first (PNG, 9.2)
    for (let x = 0; x < width; x += 1) {
      const isLit = x >= lit.x && x < lit.x + lit.width && y >= lit.y && y < lit.y + lit.height;
      const shade = 1 - (y / height) * 0.5;
      const pixel = isLit ? [20, 24, 20 + ((x * y) % 40)] : [red * shade, green * shade, blue * shade];
      row.set(isLit && (x - lit.x) % 18 > 4 && y % 9 > 2 ? [255, 60, 40] : pixel, 1 + x * 3);
    }
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, true colour
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const body = deflateSync(Buffer.concat(rows));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
