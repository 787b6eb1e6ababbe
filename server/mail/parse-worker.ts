import { parentPort } from 'node:worker_threads';
import { type ParsedMail, parseMail } from './parse.ts';
import type { ReaderAnswer, ReaderQuestion } from './parse-pool.ts';

// Runs in the worker thread of parse-pool.ts. A throw from deep inside the parser ends only this thread.
parentPort?.on('message', (question: ReaderQuestion) => {
  const answer = read(question);
  parentPort?.postMessage(answer, answer.mail ? memoryOf(answer.mail) : []);
});

parentPort?.postMessage({ isReady: true } satisfies ReaderAnswer);

function read({ raw, timezone }: ReaderQuestion): ReaderAnswer {
  try {
    return { mail: parseMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), timezone) };
  } catch (error) {
    return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** The memory behind the attachments is moved, not copied; what is cut out of Node's common pool can't be and is small. */
function memoryOf({ attachments }: ParsedMail): ArrayBuffer[] {
  const pooled = Buffer.from('x').buffer;
  const buffers = attachments.map(({ content }) => content.buffer as ArrayBuffer);
  return [...new Set(buffers)].filter((memory) => memory !== pooled && memory.byteLength > Buffer.poolSize);
}
