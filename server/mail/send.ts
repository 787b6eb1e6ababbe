import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import type { Envelope } from './compose.ts';
import { OAuthError } from './oauth.ts';
import { type SmtpFailure, type SmtpFault, signInCodes, smtpFaultOf } from './smtp-errors.ts';

/** What the server said. `refused`: for good; `postponed`: try again later. */
export interface SendResult {
  readonly kind: 'accepted' | 'refused' | 'postponed';
  readonly answer: string;
  /** The server had the whole mail and went away without an answer: it may have kept it. Only where `kind` is `postponed`. */
  readonly isUncertain?: boolean;
  /** Recipients of several that fared otherwise. */
  readonly rejected?: readonly RejectedRecipient[];
  /** What hinders every mail, not this one. Only where `kind` is `postponed`. */
  readonly fault?: SmtpFault;
}

export interface RejectedRecipient {
  readonly address: string;
  readonly answer: string;
  /** For good. */
  readonly isFinal: boolean;
}

export interface OutgoingMail {
  readonly envelope: Envelope;
  readonly raw: Buffer | Readable;
}

export interface Sender {
  /** Never throws for what a server or a network does. */
  send(mail: OutgoingMail): Promise<SendResult>;
  close(): void;
}

/** A server, and how to sign in there. */
export interface SmtpAccount {
  readonly host: string;
  /** The name that its certificate must have, where `host` is an address. */
  readonly servername?: string;
  readonly port: number;
  /** `starttls`: nothing is said before the connection is encrypted. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly signIn:
    | null
    | { readonly username: string; readonly password: string }
    /** XOAUTH2; `refused` is the token that was not accepted. */
    | { readonly username: string; accessToken(refused?: string): Promise<string> };
  /** Certificates trusted besides those of the system. */
  readonly ca?: string;
}

const longestAnswer = 500;
/** For a name, a connection and a greeting, each. */
const usualPatienceMs = 20_000;

/** Connections stay open between mails, but not longer than this. */
const idleMs = 5000;

/**
 * Sends through the server of an smtp:// or smtps:// URL, or of an account that is asked for when a connection is made.
 * Connects when there is something to send.
 */
export function makeSender(
  target: string | (() => Promise<SmtpAccount>),
  { patienceMs = usualPatienceMs }: { patienceMs?: number } = {},
): Sender {
  let transport: Promise<Transport> | null = null;
  let sending = 0;
  let isFaulty = false;
  let timer: NodeJS.Timeout | undefined;
  const close = () => {
    transport?.then(
      (open) => open.close(),
      () => undefined,
    );
    transport = null;
  };
  return {
    async send({ envelope, raw }) {
      clearTimeout(timer);
      sending += 1;
      const to = [...envelope.to];
      let isWhole = false;
      const content = (Buffer.isBuffer(raw) ? Readable.from([raw]) : raw).once('end', () => {
        isWhole = true;
      });
      try {
        transport ??= openTransport(target, patienceMs);
        const open = await transport;
        const { response, rejectedErrors } = await open.sendMail({
          envelope: { from: envelope.from, to },
          raw: content,
        });
        isFaulty = false;
        return { kind: 'accepted', answer: oneLine(response), ...rejectedIn(rejectedErrors) };
      } catch (error) {
        const failure = error as SmtpFailure;
        isFaulty = smtpFaultOf(error) !== null;
        return { ...failureOf(failure, isWhole), ...(to.length > 1 && rejectedIn(failure.rejectedErrors)) };
      } finally {
        content.destroy();
        sending -= 1;
        // Asked for anew the next time where the account may be what is wrong.
        if (sending === 0) timer = setTimeout(close, isFaulty ? 0 : idleMs).unref();
      }
    },
    close,
  };
}

type Transport = ReturnType<typeof transportOf>;

function transportOf(options: SMTPPool.Options | { url: string }, patienceMs: number) {
  return nodemailer.createTransport({
    ...options,
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    dnsTimeout: patienceMs,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: 120_000,
  });
}

async function openTransport(
  target: string | (() => Promise<SmtpAccount>),
  patienceMs: number,
): Promise<Transport> {
  if (typeof target === 'string') return transportOf({ url: target }, patienceMs);
  const { host, servername, port, security, signIn, ca } = await target();
  const options = {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { ...(servername !== undefined && { servername }), ...(ca !== undefined && { ca }) },
  };
  if (signIn === null) return transportOf(options, patienceMs);
  const { username: user } = signIn;
  if ('password' in signIn)
    return transportOf({ ...options, auth: { user, pass: signIn.password } }, patienceMs);
  // What is wrong with the access is told before a connection is made.
  let last = await signIn.accessToken();
  const transport = transportOf({ ...options, auth: { type: 'OAuth2', user } }, patienceMs);
  transport.set('oauth2_provision_cb', (_user, isRefused, done) => {
    signIn.accessToken(isRefused ? last : undefined).then(
      (token) => {
        last = token;
        done(null, token);
      },
      (error: Error) => done(error),
    );
  });
  return transport;
}

function rejectedIn(errors: readonly SmtpFailure[] | undefined): Pick<SendResult, 'rejected'> {
  if (!errors || errors.length === 0) return {};
  const rejected = errors.map((error) => ({
    address: error.recipient ?? '',
    answer: oneLine(error.response ?? error.message),
    isFinal: isFinal(error),
  }));
  return { rejected };
}

/** RFC 5321, 4.2.1: 5yz to the envelope or the message will not change by trying again. */
function isFinal({ code, responseCode = 0 }: SmtpFailure): boolean {
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return isAboutMail && (responseCode === 0 || (responseCode >= 500 && !signInCodes.has(responseCode)));
}

function failureOf(error: SmtpFailure, isWhole: boolean): SendResult {
  const { responseCode = 0 } = error;
  if (isWhole && responseCode === 0)
    return {
      kind: 'postponed',
      answer: oneLine(`no answer to the mail: ${error.message}`),
      isUncertain: true,
    };
  const answer = oneLine(
    error instanceof OAuthError ? (error.said ?? '') : (error.response ?? error.message),
  );
  if (isFinal(error)) return { kind: 'refused', answer };
  const fault = smtpFaultOf(error);
  return { kind: 'postponed', answer, ...(fault !== null && { fault }) };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toWellFormed().replaceAll('\u0000', '').slice(0, longestAnswer);
}
