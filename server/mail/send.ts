import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import type { Envelope } from './compose.ts';

/** What the server said. `refused`: for good; `postponed`: try again later. */
export interface SendResult {
  readonly kind: 'accepted' | 'refused' | 'postponed';
  readonly answer: string;
  /** The server had the whole mail and went away without an answer: it may have kept it. Only where `kind` is `postponed`. */
  readonly isUncertain?: boolean;
  /** Recipients of several that fared otherwise. */
  readonly rejected?: readonly RejectedRecipient[];
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

const longestAnswer = 500;
/** They say that we are not signed in, not that the mail is bad (RFC 4954, 6). */
const signInCodes = new Set([530, 534, 535, 538]);

/** Connections stay open between mails, but not longer than this. */
const idleMs = 5000;

/** Sends through the server of an smtp:// or smtps:// URL. Connects when there is something to send. */
export function makeSender(url: string): Sender {
  let transport: Transport | null = null;
  let sending = 0;
  let timer: NodeJS.Timeout | undefined;
  const close = () => {
    transport?.close();
    transport = null;
  };
  return {
    async send({ envelope, raw }) {
      clearTimeout(timer);
      transport ??= transportOf(url);
      sending += 1;
      const to = [...envelope.to];
      let isWhole = false;
      const content = (Buffer.isBuffer(raw) ? Readable.from([raw]) : raw).once('end', () => {
        isWhole = true;
      });
      try {
        const { response, rejectedErrors } = await transport.sendMail({
          envelope: { from: envelope.from, to },
          raw: content,
        });
        return { kind: 'accepted', answer: oneLine(response), ...rejectedIn(rejectedErrors) };
      } catch (error) {
        const failure = error as SmtpFailure;
        return { ...failureOf(failure, isWhole), ...(to.length > 1 && rejectedIn(failure.rejectedErrors)) };
      } finally {
        content.destroy();
        sending -= 1;
        if (sending === 0) timer = setTimeout(close, idleMs).unref();
      }
    },
    close,
  };
}

type Transport = ReturnType<typeof transportOf>;

function transportOf(url: string) {
  return nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 120_000,
  });
}

interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SmtpFailure[];
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
  return { kind: isFinal(error) ? 'refused' : 'postponed', answer: oneLine(error.response ?? error.message) };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toWellFormed().replaceAll('\u0000', '').slice(0, longestAnswer);
}
