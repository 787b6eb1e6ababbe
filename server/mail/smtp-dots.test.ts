import assert from 'node:assert/strict';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import fc from 'fast-check';
import { SMTPStream } from 'smtp-server/lib/smtp-stream';
import { feedData } from './smtp-dots.ts';

class OurStream extends SMTPStream {
  override _feedDataStream(chunk: Buffer, done: (error?: Error | null) => void): void {
    feedData(this, chunk, done);
  }
}

/** What a stream makes of chunks in data mode: the mail, or null when its end did not come, and the commands after it. */
async function received(stream: SMTPStream, chunks: readonly string[]) {
  const commands: string[] = [];
  stream.oncommand = (command, next) => {
    commands.push(command.toString('latin1'));
    next?.();
  };
  const data = stream.startDataMode();
  let isEnded = false;
  const content = buffer(data).then((mail) => {
    isEnded = true;
    stream.continue();
    return mail.toString('latin1');
  });
  for (const chunk of chunks)
    await new Promise<void>((resolve) => {
      stream.write(Buffer.from(chunk, 'latin1'), () => resolve());
      // The rest of a chunk in which a mail ends waits until the mail was read.
      setTimeout(resolve, 5).unref();
    });
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (!isEnded) data.destroy();
  return { mail: isEnded ? await content : null, commands };
}

test('dots and ends are found as smtp-server finds them, however the bytes are cut', async () => {
  const piece = fc.constantFrom(
    '.',
    '..',
    '\r\n',
    '\n',
    '\r',
    '\r\n.\r\n',
    '\r\n..',
    '\n.',
    'a',
    'MAIL\r\n',
    '\0',
  );
  const chunks = fc.array(
    fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  await fc.assert(
    fc.asyncProperty(chunks, async (given) => {
      const sent = [...given, '\r\n.\r\nQUIT\r\n'];
      const [ours, theirs] = await Promise.all([
        received(new OurStream(), sent),
        received(new SMTPStream(), sent),
      ]);
      assert.deepEqual(ours, theirs);
    }),
    { numRuns: 300 },
  );
});

test('a megabyte of lines that begin with a dot is handed over at once', async () => {
  const stream = new OurStream();
  const data = stream.startDataMode();
  let writes = 0;
  data.on('data', () => {
    writes += 1;
  });
  stream.end(Buffer.from(`${'..\r\n'.repeat(250_000)}.\r\n`));
  await once(data, 'end');
  assert.ok(writes < 100, `${writes} pieces`);
});
