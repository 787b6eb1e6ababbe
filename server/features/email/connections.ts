import type { MailboxConnection, MailboxFolder } from '../../../shared/mailboxes.ts';
import type { Means } from '../../context.ts';
import type { ImapAccount } from '../../mail/imap.ts';
import type { ImapFolder } from '../../mail/imap-folders.ts';
import type { ConnectionRecord } from './connections.sql.ts';

/** What the sealed secret of a connection belongs to. */
export const secretOwner = (tenantId: string, mailboxId: string) => `mailbox ${tenantId} ${mailboxId}`;

/** The account of a connection, its secret opened. Throws SealError. Each kind of sign-in is turned into words here. */
export function accountOf(
  { secrets }: Pick<Means, 'secrets'>,
  tenantId: string,
  record: Pick<ConnectionRecord, 'mailbox_id' | 'host' | 'port' | 'security' | 'username' | 'secret'>,
): ImapAccount {
  const { host, port, security, username } = record;
  const password = secrets.open(secretOwner(tenantId, record.mailbox_id), record.secret);
  return { host, port, security, username, signIn: { password } };
}

/** An instant as mail servers know it (RFC 3501, 2.3.3): without its milliseconds. */
export const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** Read unless told otherwise: where customers' mail lies, what was taken for junk included. */
export const isReadAtFirst = ({ role }: Pick<ImapFolder, 'role'>) => role === 'inbox' || role === 'junk';

export function foldersShown(folders: readonly ImapFolder[]): MailboxFolder[] {
  return folders.map((folder) => ({ path: folder.path, role: folder.role, is_read: isReadAtFirst(folder) }));
}

export function connectionShown(record: ConnectionRecord): MailboxConnection {
  const { host, port, security, username, sign_in, mode, start_from, after_taking, move_to } = record;
  return {
    host,
    port,
    security,
    username,
    sign_in,
    mode,
    start_from,
    after_taking,
    move_to,
    connected_at: record.connected_at.toISOString(),
    last_ok_at: record.last_ok_at?.toISOString() ?? null,
    failing_since: record.failing_since?.toISOString() ?? null,
    problem: record.last_error,
    server_said: record.last_error_said,
    folders: record.folders
      .filter(({ is_there, is_read }) => is_there || is_read)
      .map(({ path, role, is_read }) => ({ path, role, is_read })),
  };
}

/** Everything that a reader goes by: when it changes, the reader begins anew. */
export function settingsOf(record: ConnectionRecord): string {
  const { host, port, security, username, secret, mode, start_from, after_taking, move_to, is_active } =
    record;
  const read = record.folders.filter(({ is_read }) => is_read).map(({ path }) => path);
  return JSON.stringify([
    ...[host, port, security, username, Buffer.from(secret).toString('base64')],
    ...[mode, start_from, after_taking, move_to, is_active],
    ...read,
  ]);
}
