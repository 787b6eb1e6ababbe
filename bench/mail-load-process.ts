import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
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

/** In groups, as RFC 2920 (3.1) allows: an envelope, and from then on each mail with the envelope of the next. */
async function sendOverOne(): Promise<void> {
  const socket = connect(job.port, '127.0.0.1');
  socket.setNoDelay(true);
  const hear = repliesOf(socket);
  await hear('220');
  socket.write('EHLO bench.example.com\r\n');
  await hear('250');
  const envelope = Buffer.from(`MAIL FROM:<bounces@example.com>\r\nRCPT TO:<${job.to}>\r\nDATA\r\n`);
  let mail = mails[next++];
  if (mail !== undefined) socket.write(envelope);
  while (mail !== undefined) {
    await hear('250', '250', '354');
    const following = mails[next++];
    socket.write(following === undefined ? mail : Buffer.concat([mail, envelope]));
    await hear('250');
    mail = following;
  }
  await quit(socket);
}

/** Waits for replies with these codes, in this order (RFC 5321, 4.2.1); any other ends the run. */
function repliesOf(socket: Socket): (...codes: string[]) => Promise<void> {
  let said = '';
  let heard = Promise.withResolvers<void>();
  socket.setEncoding('latin1').on('data', (text: string) => {
    said += text;
    heard.resolve();
  });
  socket.once('close', () => heard.reject(new Error('the server closed the connection')));
  return async (...codes) => {
    while (codes.length > 0) {
      const reply = /^(?:\d{3}-.*\r\n)*(\d{3})(?: .*)?\r\n/.exec(said);
      if (!reply) {
        heard = Promise.withResolvers();
        await heard.promise;
        continue;
      }
      said = said.slice(reply[0].length);
      const code = codes.shift();
      if (reply[1] !== code) throw new Error(`expected ${code}, was told: ${reply[0]}`);
    }
  };
}

async function quit(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.end('QUIT\r\n');
  await closed;
}

const began = performance.now();
await Promise.all(Array.from({ length: job.connections }, sendOverOne));
process.stdout.write(JSON.stringify((performance.now() - began) / 1000));
