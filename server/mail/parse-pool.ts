import { Worker } from 'node:worker_threads';
import type { ParsedMail } from './parse.ts';

/** Why a mail could not be understood. Its raw copy is kept by whoever asked. */
export class UnreadableMailError extends Error {
  override readonly name = 'UnreadableMailError';
}

/** The process is ending: no fault of the mail, which is read again later. */
export class ReaderClosedError extends Error {
  override readonly name = 'ReaderClosedError';
  readonly code = 'ECLOSED';
}

export interface MailReaderOptions {
  /** For a small mail; a large one has more by its size. */
  readonly limitMs?: number;
  readonly heapMegabytes?: number;
  /** The thread ends after this time without mail, and with it its memory. */
  readonly idleMs?: number;
}

/** What the worker thread answers. */
export interface ReaderAnswer {
  /** Its first word: its modules are loaded, the clock of the first mail may start. */
  readonly isReady?: boolean;
  readonly mail?: ParsedMail;
  readonly failure?: string;
}

interface Waiting {
  readonly raw: Buffer;
  resolve(mail: ParsedMail): void;
  reject(error: Error): void;
}

const bytesPerExtraMs = 4096;
/** On a machine with other things to do. */
const longestStartMs = 60_000;

/**
 * Understands mail in one worker thread, one at a time, so that a mail made to burn time or memory, or one that the parser
 * breaks on, harms nothing but itself. The thread is started when it is needed.
 */
export class MailReader {
  readonly #limitMs: number;
  readonly #heapMegabytes: number;
  readonly #idleMs: number;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #isReady = false;
  #current: Waiting | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor({ limitMs = 2000, heapMegabytes = 200, idleMs = 30_000 }: MailReaderOptions = {}) {
    this.#limitMs = limitMs;
    this.#heapMegabytes = heapMegabytes;
    this.#idleMs = idleMs;
  }

  /** The mail with its HTML sanitised. Throws UnreadableMailError when it breaks the limits, the time or the memory. */
  read(raw: Buffer): Promise<ParsedMail> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ raw, resolve, reject });
      if (!this.#current) this.#next();
    });
  }

  /** What is still being read is rejected. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const left = [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)];
    this.#current = null;
    await this.#end();
    for (const one of left) one.reject(new ReaderClosedError('the mail reader was closed'));
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#current = this.#waiting.shift() ?? null;
    if (!this.#current) {
      this.#worker?.unref();
      this.#timer = setTimeout(() => void this.#end(), this.#idleMs).unref();
      return;
    }
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(this.#current.raw);
    this.#setClock();
  }

  #setClock(): void {
    clearTimeout(this.#timer);
    const bytes = this.#current?.raw.length ?? 0;
    const mostMs = this.#isReady ? Math.round(this.#limitMs + bytes / bytesPerExtraMs) : longestStartMs;
    this.#timer = setTimeout(() => this.#break(`not understood within ${mostMs} ms`), mostMs);
  }

  #hear(answer: ReaderAnswer): void {
    if (!answer.isReady) this.#settle(answer);
    else {
      this.#isReady = true;
      if (this.#current) this.#setClock();
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#heapMegabytes },
    });
    worker.on('message', (answer: ReaderAnswer) => this.#hear(answer));
    worker.on('error', (error: Error) => this.#break(`the parser broke: ${error.message}`));
    worker.on('exit', () => this.#break('the parser ended'));
    return worker;
  }

  #settle(answer: ReaderAnswer): void {
    const done = this.#current;
    this.#current = null;
    if (answer.mail) done?.resolve(withBuffers(answer.mail));
    else done?.reject(new UnreadableMailError(answer.failure ?? 'no answer'));
    this.#next();
  }

  #break(failure: string): void {
    void this.#end();
    this.#settle({ failure });
  }

  async #end(): Promise<void> {
    const ended = this.#worker;
    this.#worker = null;
    this.#isReady = false;
    ended?.removeAllListeners();
    ended?.on('error', () => undefined);
    await ended?.terminate();
  }
}

/** Buffers arrive from another thread as plain byte arrays. */
function withBuffers(mail: ParsedMail): ParsedMail {
  const attachments = mail.attachments.map((one) => {
    const { buffer, byteOffset, byteLength } = one.content;
    return { ...one, content: Buffer.from(buffer, byteOffset, byteLength) };
  });
  return { ...mail, attachments };
}
