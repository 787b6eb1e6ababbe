import { type FileHandle, open } from 'node:fs/promises';
import { headerOf } from '../server/phone/cdr-csv.ts';
import { CommandError } from './command.ts';

/** Lines of a file of call records that were not taken in yet. */
export interface Piece {
  readonly content: Buffer;
  /** As the file's first line names them, also for what was written long after it. */
  readonly columns: readonly string[] | null;
  /** More was there already: it is the next piece. */
  readonly isMore: boolean;
}

/** So much of a file is held, however long it is. */
const mostBytes = 16 * 1024 * 1024;

/** A file that an exchange goes on writing. One that became another, or shorter, is read from its beginning. */
export class GrowingFile {
  readonly #path: string;
  readonly #most: number;
  #inode: number | null = null;
  #at = 0;
  #columns: readonly string[] | null = null;

  constructor(path: string, most: number = mostBytes) {
    this.#path = path;
    this.#most = most;
  }

  /** What follows what was taken: to the end, or as far as lines are whole. Null: the file is away since it was read. */
  async read({ isWhole }: { isWhole: boolean }): Promise<Piece | null> {
    const handle = await this.#open();
    if (handle === null) return null;
    try {
      const { size, ino } = await handle.stat();
      if (ino !== this.#inode || size < this.#at) [this.#inode, this.#at, this.#columns] = [ino, 0, null];
      const content = await contentOf(handle, this.#at, Math.min(size, this.#at + this.#most));
      const isMore = this.#at + content.length < size;
      const end = content.lastIndexOf(0x0a) + 1;
      // A line that is being written is read when it is whole; one that has no end stands in nobody's way.
      const isCut = isMore ? end > 0 : isWhole;
      const wanted = isCut ? content.subarray(0, end) : content;
      if (this.#at === 0) this.#columns = headerOf(wanted.toString('utf8').split(/\r?\n/))?.columns ?? null;
      return { content: wanted, columns: this.#columns, isMore };
    } finally {
      await handle.close();
    }
  }

  /** What was read is kept: only then the next reading goes on behind it. */
  taken({ content }: Piece): void {
    this.#at += content.length;
  }

  async #open(): Promise<FileHandle | null> {
    try {
      return await open(this.#path);
    } catch (error) {
      const code = (error as { code?: string }).code ?? String(error);
      // While it is being moved aside there is none for a moment.
      if (code === 'ENOENT' && this.#inode !== null) return null;
      throw new CommandError(`${this.#path} can’t be read (${code}).`);
    }
  }
}

async function contentOf(handle: FileHandle, from: number, until: number): Promise<Buffer> {
  const content = Buffer.alloc(Math.max(0, until - from));
  const { bytesRead } = await handle.read(content, 0, content.length, from);
  return content.subarray(0, bytesRead);
}
