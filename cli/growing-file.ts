import { type FileHandle, open } from 'node:fs/promises';
import { headerOf } from '../server/phone/cdr-csv.ts';
import { cdrFileLimit } from '../shared/phone-reconciliations.ts';
import { CommandError } from './command.ts';

/** Lines of a file of call records that were not taken in yet. */
export interface Piece {
  readonly content: Buffer;
  /** As the file's first line names them, also for what was written long after it. */
  readonly columns: readonly string[] | null;
}

/** A file that an exchange goes on writing. One that became another, or shorter, is read from its beginning. */
export class GrowingFile {
  readonly #path: string;
  #inode: number | null = null;
  #at = 0;
  #columns: readonly string[] | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** What follows what was taken: to the end, or as far as lines are whole. Null: the file is away since it was read. */
  async read({ isWhole }: { isWhole: boolean }): Promise<Piece | null> {
    const handle = await this.#open();
    if (handle === null) return null;
    try {
      const { size, ino } = await handle.stat();
      if (ino !== this.#inode || size < this.#at) [this.#inode, this.#at, this.#columns] = [ino, 0, null];
      const content = await contentOf(handle, this.#path, this.#at, size);
      // A line that is being written is read when it is whole.
      const wanted = isWhole ? content.subarray(0, content.lastIndexOf(0x0a) + 1) : content;
      if (this.#at === 0) this.#columns = headerOf(wanted.toString('utf8').split(/\r?\n/))?.columns ?? null;
      return { content: wanted, columns: this.#columns };
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

async function contentOf(handle: FileHandle, path: string, from: number, size: number): Promise<Buffer> {
  if (size - from > cdrFileLimit) throw new CommandError(`${path} is too large: 64 MB at most.`);
  const content = Buffer.alloc(Math.max(0, size - from));
  const { bytesRead } = await handle.read(content, 0, content.length, from);
  return content.subarray(0, bytesRead);
}
