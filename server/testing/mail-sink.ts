import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** The outside world's mail server: what it took, in order. */
export interface MailSink {
  readonly url: string;
  readonly inbox: readonly SunkMail[];
  /** SMTP codes with which it refuses a recipient, one at each attempt; then it takes mail for them. */
  readonly refusals: Map<string, number[]>;
  to(address: string): readonly SunkMail[];
  close(): Promise<void>;
}

/** Takes everything; `onMail` hears of each mail after it was taken, as a robot behind the server would. */
export async function openMailSink(onMail?: (mail: SunkMail) => void): Promise<MailSink> {
  const inbox: SunkMail[] = [];
  const refusals = new Map<string, number[]>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      const responseCode = refusals.get(address)?.shift();
      done(responseCode === undefined ? null : Object.assign(new Error('not so'), { responseCode }));
    },
    onData(stream, { envelope }, done) {
      void buffer(stream).then((raw) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const mail = { from, to: envelope.rcptTo.map(({ address }) => address), raw };
        inbox.push(mail);
        done(null, '2.0.0 queued as 4F2');
        onMail?.(mail);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    inbox,
    refusals,
    to: (address) => inbox.filter((mail) => mail.to.includes(address)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
