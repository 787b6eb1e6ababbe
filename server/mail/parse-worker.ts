import { parentPort } from 'node:worker_threads';
import { parseMail } from './parse.ts';
import type { ReaderAnswer } from './parse-pool.ts';
import { sanitiseHtml } from './sanitise.ts';

// Runs in the worker thread of parse-pool.ts. A throw from deep inside the parser ends only this thread.
parentPort?.on('message', (raw: Uint8Array) => {
  void read(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).then((answer) =>
    parentPort?.postMessage(answer),
  );
});

parentPort?.postMessage({ isReady: true } satisfies ReaderAnswer);

async function read(raw: Buffer): Promise<ReaderAnswer> {
  try {
    const mail = await parseMail(raw);
    return { mail: { ...mail, html: mail.html === null ? null : sanitiseHtml(mail.html) } };
  } catch (error) {
    return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
