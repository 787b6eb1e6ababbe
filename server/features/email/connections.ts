import type { MailboxConnection, MailboxFolder } from '../../../shared/mailboxes.ts';
import type { Means } from '../../context.ts';
import type { ImapAccount } from '../../mail/imap.ts';
import type { ImapFolder } from '../../mail/imap-folders.ts';
import type { ConnectionRecord } from './connections.sql.ts';

/** What the sealed secret of a connection belongs to. */
export const secretOwner = (tenantId: string, mailboxId: string) => `mailbox ${tenantId} ${mailboxId}`;

export const senderSecretOwner = (tenantId: string, mailboxId: string) => `sender ${tenantId} ${mailboxId}`;
export const refreshTokenOwner = (tenantId: string, mailboxId: string) => `refresh ${tenantId} ${mailboxId}`;
export const appSecretOwner = (tenantId: string, provider: string, part: 'client' | 'service') =>
  `app ${tenantId} ${provider} ${part}`;

/** How a mailbox is signed in to; `oauth`: with a token of the moment, by what the mailbox was authorized with. */
export interface ImapLogin extends Pick<ImapAccount, 'host' | 'port' | 'security' | 'username'> {
  readonly mailboxId: string;
  readonly signIn: { readonly password: string } | 'oauth';
}

/** The sign-in of a connection, its secret opened. Throws SealError. */
export function loginOf(
  { secrets }: Pick<Means, 'secrets'>,
  tenantId: string,
  record: Pick<ConnectionRecord, 'mailbox_id' | 'host' | 'port' | 'security' | 'username' | 'secret'>,
): ImapLogin {
  const { mailbox_id: mailboxId, host, port, security, username, secret } = record;
  const server = { mailboxId, host, port, security, username };
  if (secret === null) return { ...server, signIn: 'oauth' };
  return { ...server, signIn: { password: secrets.open(secretOwner(tenantId, mailboxId), secret) } };
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
  const { host, port, security, username, secret, mode, start_from, after_taking, move_to } = record;
  const read = record.folders.filter(({ is_read }) => is_read).map(({ path }) => path);
  return JSON.stringify([
    ...[host, port, security, username, secret === null ? record.granted_at : secret.toString('base64')],
    ...[mode, start_from, after_taking, move_to, record.is_active],
    ...read,
  ]);
}
