import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Of the thread's own work on one mail; on a machine with other things to do it may take longer. */
  readonly limitMs?: number;
  readonly heapMegabytes?: number;
  /** The thread ends after this time without mail, and with it its memory. */
  readonly idleMs?: number;
}

/** What the worker thread is asked. */
export interface ReaderQuestion {
  readonly raw: Uint8Array;
  readonly timezone: string;
}

/** What the worker thread answers. */
export interface ReaderAnswer {
  /** Its first word: its modules are loaded, the clock of the first mail may start. */
  readonly isReady?: boolean;
  readonly mail?: ParsedMail;
  readonly failure?: string;
}

interface Waiting {
  readonly timezone: string;
  load(): Promise<Buffer>;
  resolve(mail: ParsedMail): void;
  reject(error: Error): void;
}

/** On a machine with other things to do. */
const longestStartMs = 60_000;
/** A thread that got no time is waited for so many times longer than one that had it. */
const patience = 10;
const noAnswerMs = 2000;

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

  /**
   * The mail that `load` brings when its turn has come, its HTML sanitised; `timezone` is where it is read. Throws
   * UnreadableMailError when it breaks the limits, the time or the memory, and what `load` throws. The loaded bytes are moved
   * to the thread and back: whoever loaded them must not use them any more.
   */
  read(load: () => Promise<Buffer>, timezone = 'Asia/Jerusalem'): Promise<ParsedMail> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ load, timezone, resolve, reject });
      if (!this.#current) void this.#next();
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

  async #next(): Promise<void> {
    clearTimeout(this.#timer);
    const current = this.#waiting.shift() ?? null;
    this.#current = current;
    if (!current) {
      this.#worker?.unref();
      this.#timer = setTimeout(() => void this.#end(), this.#idleMs).unref();
      return;
    }
    try {
      const raw = await current.load();
      if (this.#current !== current) return; // closed meanwhile
      this.#worker ??= this.#start();
      this.#worker.ref();
      const question: ReaderQuestion = { raw: ownBytes(raw), timezone: current.timezone };
      this.#worker.postMessage(question, [question.raw.buffer as ArrayBuffer]);
      this.#setClock(this.#isReady ? this.#limitMs : longestStartMs);
    } catch (error) {
      if (this.#current !== current) return;
      current.reject(error as Error);
      void this.#next();
    }
  }

  /** When time is up, a thread that had less of the processor than its limit gets more time, up to a point. */
  #setClock(waitMs: number, waitedMs = 0, began = this.#isReady ? workedMs(this.#worker) : null): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#timeIsUp(waitedMs + waitMs, began), waitMs);
  }

  async #timeIsUp(totalMs: number, began: Promise<number | null> | null): Promise<void> {
    const current = this.#current;
    const worker = this.#worker;
    const usedMs = began ? await workedSince(worker, began) : totalMs;
    if (!current || current !== this.#current) return; // it came just in time
    const isOver = !this.#isReady || usedMs >= this.#limitMs || totalMs >= this.#limitMs * patience;
    if (isOver) this.#break(`not understood within ${this.#limitMs} ms`);
    else this.#setClock(Math.max(50, this.#limitMs - usedMs), totalMs, began);
  }

  #hear(answer: ReaderAnswer): void {
    if (!answer.isReady) this.#settle(answer);
    else {
      this.#isReady = true;
      if (this.#current) this.#setClock(this.#limitMs);
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
    void this.#next();
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

/** Milliseconds that the thread has had the processor; null when it does not even answer. */
async function workedMs(worker: Worker | null): Promise<number | null> {
  const asked = worker?.cpuUsage().catch(() => null) ?? null;
  const usage = await Promise.race([asked, sleep(noAnswerMs, null, { ref: false })]);
  return usage && (usage.user + usage.system) / 1000;
}

async function workedSince(worker: Worker | null, began: Promise<number | null>): Promise<number> {
  const [now, before] = await Promise.all([workedMs(worker), began]);
  return now === null || before === null ? Number.POSITIVE_INFINITY : now - before;
}

/** Only bytes that share their memory with nobody can be moved to a thread. */
function ownBytes(raw: Buffer): Uint8Array {
  const isAlone = raw.byteOffset === 0 && raw.byteLength === raw.buffer.byteLength;
  return isAlone ? raw : new Uint8Array(raw);
}

/** Buffers arrive from another thread as plain byte arrays. */
function withBuffers(mail: ParsedMail): ParsedMail {
  const attachments = mail.attachments.map((one) => {
    const { buffer, byteOffset, byteLength } = one.content;
    return { ...one, content: Buffer.from(buffer, byteOffset, byteLength) };
  });
  return { ...mail, attachments };
}
