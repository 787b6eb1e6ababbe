import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { mailOf } from './mails.ts';

/** What is sent, over how many connections at a time. */
export interface MailJob {
  readonly port: number;
  readonly to: string;
  readonly connections: number;
  readonly from: number;
  readonly many: number;
}

// The sender of mail, a process of its own: reads its job from the first argument, prints the seconds until all was accepted.
const job = JSON.parse(process.argv[2] ?? '{}') as MailJob;
const mails = Array.from({ length: job.many }, (_, index) => dotted(mailOf(job.from + index, job.to)));
let next = 0;

/** The end of the data, and what looks like it (RFC 5321, 4.5.2). */
function dotted(mail: Buffer): Buffer {
  return Buffer.from(`${mail.toString('latin1').replace(/^\./gm, '..')}.\r\n`, 'latin1');
}

async function sendOverOne(): Promise<void> {
  const socket = connect(job.port, '127.0.0.1');
  socket.setNoDelay(true);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const say = async (words: string | Buffer, expected: string) => {
    if (words.length > 0) socket.write(words);
    await answered(lines, expected);
  };
  await say('', '220');
  await say('EHLO bench.example.com\r\n', '250');
  for (let mail = mails[next++]; mail !== undefined; mail = mails[next++]) {
    await say('MAIL FROM:<bounces@example.com>\r\n', '250');
    await say(`RCPT TO:<${job.to}>\r\n`, '250');
    await say('DATA\r\n', '354');
    await say(mail, '250');
  }
  await quit(socket);
}

async function answered(lines: AsyncIterator<string>, expected: string): Promise<void> {
  for (;;) {
    const { value = '', done } = await lines.next();
    if (done || !value.startsWith(expected)) throw new Error(`expected ${expected}, was told: ${value}`);
    if (value[3] !== '-') return;
  }
}

async function quit(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.end('QUIT\r\n');
  await closed;
}

const began = performance.now();
await Promise.all(Array.from({ length: job.connections }, sendOverOne));
process.stdout.write(JSON.stringify((performance.now() - began) / 1000));
