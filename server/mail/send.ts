import nodemailer from 'nodemailer';
import type { ComposedMail } from './compose.ts';

/** What the server said. `refused`: for good; `postponed`: try again later. */
export interface SendResult {
  readonly kind: 'accepted' | 'refused' | 'postponed';
  readonly answer: string;
}

export interface Sender {
  /** Never throws for what a server or a network does. */
  send(mail: ComposedMail): Promise<SendResult>;
  close(): void;
}

const longestAnswer = 500;
/** They say that we are not signed in, not that the mail is bad (RFC 4954, 6). */
const signInCodes = new Set([530, 534, 535, 538]);

/** Sends through the server of an smtp:// or smtps:// URL, over a few connections that stay open. */
export function makeSender(url: string): Sender {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 120_000,
  });
  return {
    async send({ envelope, raw }) {
      try {
        const { response } = await transport.sendMail({
          envelope: { from: envelope.from, to: [...envelope.to] },
          raw,
        });
        return { kind: 'accepted', answer: oneLine(response) };
      } catch (error) {
        return failureOf(error as SmtpFailure);
      }
    },
    close: () => transport.close(),
  };
}

interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

function failureOf(error: SmtpFailure): SendResult {
  const { code, responseCode = 0 } = error;
  // RFC 5321, 4.2.1: 5yz to the envelope or the message will not change by trying again.
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const isFinal =
    isAboutMail && (responseCode === 0 || (responseCode >= 500 && !signInCodes.has(responseCode)));
  return { kind: isFinal ? 'refused' : 'postponed', answer: oneLine(error.response ?? error.message) };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toWellFormed().replaceAll('\u0000', '').slice(0, longestAnswer);
}
