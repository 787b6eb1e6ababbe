import { createHmac } from 'node:crypto';

export interface MailNaming {
  /** The Message-ID of an outgoing mail, with its angle brackets; the same for each attempt to send it. */
  mailIdOf(ticketId: string, messageId: string, fromAddress: string): string;
}

/**
 * Names our mails `<p.{ticket}.{message}.{hmac}@host>`, so that an answer can be told from a guess even where only the
 * Message-ID comes back. `key` is the installation's secret.
 */
export function mailNaming(key: Buffer): MailNaming {
  return {
    mailIdOf(ticketId, messageId, fromAddress) {
      const ticket = ticketId.replaceAll('-', '').slice(-12);
      const message = messageId.replaceAll('-', '');
      const signature = createHmac('sha256', key).update(`${ticket}.${message}`).digest('hex').slice(0, 10);
      const host = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
      return `<p.${ticket}.${message}.${signature}@${host}>`;
    },
  };
}
