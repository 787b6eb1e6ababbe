import { createSocket } from 'node:dgram';

/** A name server that knows what a test tells it. */
export interface FakeDns {
  /** As `setServers` takes it. */
  readonly server: string;
  /** TXT records by name, each cut into pieces as servers do. */
  readonly records: Map<string, string[]>;
  /** Says nothing at all. */
  isSilent: boolean;
  close(): Promise<void>;
}

export async function startDns(): Promise<FakeDns> {
  const socket = createSocket('udp4');
  const records = new Map<string, string[]>();
  const dns: FakeDns = {
    get server() {
      return `127.0.0.1:${socket.address().port}`;
    },
    records,
    isSilent: false,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  socket.on('message', (question, { port, address }) => {
    if (!dns.isSilent) socket.send(answerTo(question, records), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()));
  return dns;
}

/** RFC 1035, 4.1. */
function answerTo(question: Buffer, records: ReadonlyMap<string, string[]>): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += 1 + length;
  }
  const asked = question.subarray(12, at + 5);
  const texts = records.get(labels.join('.').toLowerCase());
  const head = Buffer.from(question.subarray(0, 12));
  // An answer; that there is no such name where nothing is known.
  head.writeUInt16BE(texts === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(texts?.length ?? 0, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, asked, ...(texts ?? []).map(recordOf)]);
}

function recordOf(text: string): Buffer {
  const pieces = (text.match(/.{1,255}/gs) ?? ['']).map((piece) =>
    Buffer.concat([Buffer.of(piece.length), Buffer.from(piece, 'latin1')]),
  );
  const content = Buffer.concat(pieces);
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc00c, 0); // the name of the question
  fixed.writeUInt16BE(16, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt32BE(60, 6);
  fixed.writeUInt16BE(content.length, 10);
  return Buffer.concat([fixed, content]);
}
