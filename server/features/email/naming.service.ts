import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import { type MailNaming, mailNaming } from '../../mail/compose-id.ts';
import { installationKey } from './outbox.sql.ts';

/** How our mails are named; the key is made at the first start. */
export async function makeMailNaming(db: Context['db']): Promise<MailNaming> {
  return mailNaming(await installationKey(db, 'message-id', randomBytes(32)));
}
