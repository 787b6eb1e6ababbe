import { createHash } from 'node:crypto';
import type { ParsedMail } from '../../mail/parse.ts';

/**
 * What names a mail whichever way it came: SHA-256 of what its author wrote. Null where neither Message-ID nor Date tells one
 * writing of the same words from another.
 */
export function contentKeyOf(mail: ParsedMail): Buffer | null {
  const { messageId, date, from, subject, text, attachments } = mail;
  if (messageId === null && date === null) return null;
  const written = [
    messageId,
    date?.toISOString() ?? null,
    from?.address.toLowerCase() ?? null,
    subject,
    text,
    attachments.map(({ name, content }) => [name, content.length]),
  ];
  return createHash('sha256').update(JSON.stringify(written)).digest();
}
