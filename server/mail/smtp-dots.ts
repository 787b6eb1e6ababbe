import { SMTPStream } from 'smtp-server/lib/smtp-stream';

type Done = (error?: Error | null) => void;

const dot = 0x2e;
const lineWithDot = Buffer.from('\n.');
const end = Buffer.from('\r\n.\r\n');
const endOfEmpty = Buffer.from('.\r\n');
/** So many bytes may be the beginning of the end. */
const keptBytes = 4;

/**
 * Takes the dots off lines that begin with one, and finds the end of the mail (RFC 5321, 4.5.2). Does what smtp-server's own
 * method does, byte for byte, which hands each such line over by itself: a mail of nothing but dots kept it busy for minutes.
 */
export function feedData(parser: SMTPStream, chunk: Buffer, done: Done): void {
  const data = parser._lastBytes ? Buffer.concat([parser._lastBytes, chunk]) : chunk;
  parser._lastBytes = false;
  const isEmptyMail = parser._atDataStart && endOfEmpty.equals(data.subarray(0, endOfEmpty.length));
  if (isEmptyMail) parser._endDataMode(false, data.subarray(endOfEmpty.length), done);
  else feedLines(parser, withoutFirstDot(parser, data), done);
}

function withoutFirstDot(parser: SMTPStream, data: Buffer): Buffer {
  if (!parser._atDataStart || data[0] !== dot || data[1] !== dot) return data;
  parser._atDataStart = false;
  return data.subarray(1);
}

function feedLines(parser: SMTPStream, data: Buffer, done: Done): void {
  const { taken, isEnd, rest } = unstuffed(data);
  parser._countDataBytes(taken.length);
  if (isEnd) parser._endDataMode(taken, rest, done);
  else {
    parser._lastBytes = rest;
    handOver(parser._dataStream, taken, done);
  }
}

/** What of the data is surely content, without its added dots; the rest is content, too, or what follows the end. */
function unstuffed(data: Buffer): { taken: Buffer; isEnd: boolean; rest: Buffer } {
  // Copied only where a dot falls out: most mails have none.
  let out: Buffer | null = null;
  let length = 0;
  let from = 0;
  const takenTo = (to: number) => {
    if (!out) return data.subarray(0, to);
    return out.subarray(0, length + data.copy(out, length, from, to));
  };
  // A dot needs two bytes before it and two after it to be understood.
  for (let line = data.indexOf(lineWithDot); line >= 0; line = data.indexOf(lineWithDot, line + 1)) {
    const at = line + 1;
    if (at > data.length - 3) break;
    if (at < from + 2) continue;
    if (end.equals(data.subarray(at - 2, at + 3)))
      return { taken: takenTo(at), isEnd: true, rest: data.subarray(at + 3) };
    if (data[at + 1] !== dot) continue;
    out ??= Buffer.allocUnsafe(data.length);
    length += data.copy(out, length, from, at);
    from = at + 1;
  }
  const keptFrom = data.length - Math.min(data.length - from, keptBytes);
  return { taken: takenTo(keptFrom), isEnd: false, rest: data.subarray(keptFrom) };
}

function handOver(stream: SMTPStream['_dataStream'], content: Buffer, done: Done): void {
  if (!stream?.writable || content.length === 0 || stream.write(content) || stream.destroyed) {
    done();
    return;
  }
  // A stream that is destroyed never drains, it only closes.
  const goOn = () => {
    stream.removeListener('drain', goOn).removeListener('close', goOn);
    done();
  };
  stream.once('drain', goOn).once('close', goOn);
}

/** From now on the servers of this process receive so. */
export function takeDotsTogether(): void {
  SMTPStream.prototype._feedDataStream = function feed(this: SMTPStream, chunk, done) {
    feedData(this, chunk, done);
  };
}
