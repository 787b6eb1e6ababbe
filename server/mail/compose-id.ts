import { createHmac, timingSafeEqual } from 'node:crypto';

export interface MailNaming {
  /** The Message-ID of an outgoing mail, with its angle brackets; the same for each attempt to send it. */
  mailIdOf(ticketId: string, messageId: string, fromAddress: string): string;
  /** The message (uuid) that a Message-ID of ours names; null for an id that we did not sign. */
  messageOf(mailId: string | null): string | null;
  /** What a tenant's mailbox address carries after its plus when it is that of one ticket. Of another address it says nothing. */
  plusOf(tenantId: string, ticketNumber: number, address: string): string;
  /** The number of the ticket that an address `mailbox+token@…` names; null where we did not sign it. */
  numberOf(tenantId: string, address: string): number | null;
  /** What it carries in a mail to ourselves by which we see whether such mail comes. */
  trialOf(tenantId: string, address: string): string;
  /** The mailbox address whose tagged form this is, in lower case, if it carries that; else null. */
  triedAddress(tenantId: string, address: string): string | null;
  /** What a tenant's automatic mail carries as X-Loop: come back, under whatever Message-ID, it is known. */
  loopMark(tenantId: string): string;
}

/**
 * Names our mails `<p.{ticket}.{message}.{hmac}@host>`, so that an answer can be told from a guess even where only the
 * Message-ID comes back. `key` is the installation's secret.
 */
export function mailNaming(key: Buffer): MailNaming {
  const signed = (what: string, length: number) =>
    createHmac('sha256', key).update(what).digest('hex').slice(0, length);
  const isSigned = (what: string, signature: string) =>
    timingSafeEqual(Buffer.from(signed(what, signature.length)), Buffer.from(signature));
  const ticketAt = (tenantId: string, number: number, address: string) =>
    `ticket ${tenantId} ${number} ${address.toLowerCase()}`;
  const trialAt = (tenantId: string, address: string) => `trial ${tenantId} ${address.toLowerCase()}`;
  return {
    mailIdOf(ticketId, messageId, fromAddress) {
      const ticket = ticketId.replaceAll('-', '').slice(-12);
      const message = messageId.replaceAll('-', '');
      const host = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
      return `<p.${ticket}.${message}.${signed(`${ticket}.${message}`, 10)}@${host}>`;
    },
    messageOf(mailId) {
      const [, ticket, message = '', signature = ''] = ours.exec((mailId ?? '').toLowerCase()) ?? [];
      if (ticket === undefined) return null;
      if (!isSigned(`${ticket}.${message}`, signature)) return null;
      return message.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
    plusOf: (tenantId, number, address) => `${number}-${signed(ticketAt(tenantId, number, address), 10)}`,
    numberOf(tenantId, address) {
      const [, local, digits, signature = '', host] = plusToken.exec(address.toLowerCase()) ?? [];
      if (digits === undefined) return null;
      return isSigned(ticketAt(tenantId, Number(digits), `${local}@${host}`), signature)
        ? Number(digits)
        : null;
    },
    trialOf: (tenantId, address) => `trial-${signed(trialAt(tenantId, address), 10)}`,
    triedAddress(tenantId, address) {
      const [, local, signature = '', host] = trialToken.exec(address.toLowerCase()) ?? [];
      if (local === undefined) return null;
      return isSigned(trialAt(tenantId, `${local}@${host}`), signature) ? `${local}@${host}` : null;
    },
    loopMark: (tenantId) => `pniya-${signed(`loop ${tenantId}`, 16)}`,
  };
}

/** Header (in lower case) that bears the Message-ID which we gave, whatever became of the mail's own on its way. */
export const ownMark = 'x-pniya-message';

/** Servers on the way change the case of letters now and then. */
const ours = /^<p\.([\da-f]{12})\.([\da-f]{32})\.([\da-f]{10})@/;
const plusToken = /^([^+]+)\+(\d{1,12})-([\da-f]{10})@(.+)$/;
const trialToken = /^([^+]+)\+trial-([\da-f]{10})@(.+)$/;
