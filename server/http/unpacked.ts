import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Problem } from '../problem.ts';

const ways: Readonly<Record<string, (body: Buffer, options: object) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};
const mostBytes = 1024 * 1024;

/**
 * A request's body without its coding (RFC 9110, 8.4). One that is not what its header says stays as it came: it is kept, and
 * can't be read. Problems: too_large.
 */
export async function unpacked(body: Buffer, coding: string | undefined): Promise<Buffer> {
  const name = coding?.trim().toLowerCase() ?? '';
  const unpack = Object.hasOwn(ways, name) ? ways[name] : undefined;
  if (!unpack || body.length === 0) return body;
  try {
    return await unpack(body, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Problem('too_large', 'body_too_large', { cause: error });
    return body;
  }
}
