import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Log } from '../log.ts';
import { takeDotsTogether } from './smtp-dots.ts';
import { upTo } from './up-to.ts';

/** Where mail to an address goes. */
export interface MailboxFound {
  readonly tenantId: string;
  readonly mailboxId: string;
}

/** What the transport said about a mail. */
export interface SmtpEnvelope {
  /** '' for the null sender (RFC 5321, 4.5.5). */
  readonly from: string;
  readonly recipients: readonly (MailboxFound & { readonly address: string })[];
  readonly helo: string;
  readonly remoteAddress: string;
}

export interface SmtpOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Name in the greeting. */
  readonly name?: string;
  readonly maxBytes: number;
  /** STARTTLS is offered only when there is a certificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly maxClients?: number;
  /** The active mailbox of an envelope's recipient, as the client wrote it; null when there is none. */
  findMailbox(address: string): Promise<MailboxFound | null>;
  /** Keeps a mail; resolves only once it is durable. The stream fails when the mail is too large or the client goes away. */
  receive(mail: { readonly envelope: SmtpEnvelope; readonly stream: AsyncIterable<Buffer> }): Promise<void>;
  readonly log: Log;
}

export interface SmtpListener {
  readonly port: number;
  /** No new connections; mail that is being received is finished (10 s at most). */
  close(): Promise<void>;
}

const mostRecipients = 100;

class SmtpReply extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

// RFC 3463: the server adds 5.1.1, 4.3.0 and 5.3.4 to these codes.
const noSuchMailbox = () => new SmtpReply(550, 'No such mailbox here');
const notNow = () => new SmtpReply(451, 'The mail can not be kept right now, try again later');
const tooLarge = (maxBytes: number) => new SmtpReply(552, `The mail is larger than ${maxBytes} bytes`);

/** Listens for mail to our mailboxes, and to nothing else: no relay, no sign-in. Rejects when it can't listen. */
export async function startSmtp(options: SmtpOptions): Promise<SmtpListener> {
  takeDotsTogether();
  const found = new WeakMap<SMTPServerSession, Map<string, MailboxFound>>();
  const server = new SMTPServer({
    ...options.tls,
    name: options.name ?? 'pniya',
    banner: 'Pniya',
    size: options.maxBytes,
    rejectOversized: true,
    disabledCommands: options.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    lenientAddressParsing: true,
    maxRecipients: mostRecipients,
    maxClients: options.maxClients ?? 200,
    socketTimeout: 60_000,
    closeTimeout: 10_000,
    onRcptTo({ address }, session, done) {
      options.findMailbox(address).then(
        (mailbox) => {
          if (!mailbox) return done(noSuchMailbox());
          const mailboxes = found.get(session) ?? new Map<string, MailboxFound>();
          found.set(session, mailboxes.set(address, mailbox));
          done();
        },
        (err: unknown) => {
          options.log.error({ err, address }, 'a mailbox could not be looked up');
          done(notNow());
        },
      );
    },
    onData(stream, session, done) {
      const envelope = envelopeOf(session, found.get(session) ?? new Map());
      void take(options, stream, envelope).then((refusal) => done(refusal));
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      server.on('error', (err) => options.log.warn({ err }, 'an SMTP connection failed'));
      resolve();
    });
  });
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => closed(server) };
}

/** RFC 5321, 3.8: whoever is connected and idle is told that we close; a mail under way is taken to its end. */
function closed(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const connection of server.connections) {
      if (!connection.session.envelope?.mailFrom) connection.send(421, 'Closing, try again later');
    }
  });
}

/** Null when the mail is safe, and what to answer when it is not. Always reads to the end, so that the answer is heard. */
async function take(
  options: SmtpOptions,
  stream: SMTPServerDataStream,
  envelope: SmtpEnvelope,
): Promise<SmtpReply | null> {
  try {
    await options.receive({ envelope, stream: chunksOf(options.maxBytes, stream) });
    return null;
  } catch (err) {
    const { sizeExceeded } = stream;
    if (sizeExceeded)
      options.log.warn({ envelope, maxBytes: options.maxBytes }, 'a mail was refused: too large');
    else if (!stream.errored)
      options.log.error({ err, envelope }, 'a mail could not be kept; its sender was asked to try again');
    await drained(stream);
    return sizeExceeded ? tooLarge(options.maxBytes) : notNow();
  }
}

function chunksOf(maxBytes: number, stream: SMTPServerDataStream): AsyncGenerator<Buffer> {
  const chunks = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  return upTo(maxBytes, chunks, () => tooLarge(maxBytes));
}

function drained(stream: SMTPServerDataStream): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once('end', resolve).once('close', resolve).once('error', resolve);
    stream.resume();
  });
}

function envelopeOf(session: SMTPServerSession, mailboxes: ReadonlyMap<string, MailboxFound>): SmtpEnvelope {
  const recipients = session.envelope.rcptTo.flatMap(({ address }) => {
    const mailbox = mailboxes.get(address);
    return mailbox ? [{ address, ...mailbox }] : [];
  });
  return {
    from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
    recipients,
    helo: session.hostNameAppearsAs || '',
    remoteAddress: session.remoteAddress,
  };
}
