import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { FolderRecord } from './connections.sql.ts';

export interface ListedFolder {
  readonly path: string;
  readonly role: FolderRecord['role'];
  /** Whether it is read when it is not known yet. */
  readonly is_read: boolean;
  readonly uidvalidity: number | null;
  readonly next_uid: number | null;
}

/**
 * The folders as the server lists them now. One that is met for the first time begins at its next UID: what is in it already
 * is history. Those that are no longer listed are kept and marked.
 */
export async function keepFolders(
  ctx: Context,
  mailboxId: string,
  listed: readonly ListedFolder[],
): Promise<void> {
  const { tenantId, db } = ctx;
  await sql`insert into mailbox_folders (tenant_id, mailbox_id, path, role, is_read, uidvalidity, first_uid, last_uid)
    select ${tenantId}::uuid, ${mailboxId}::uuid, path, role, is_read,
      case when next_uid is null then null else uidvalidity end,
      case when uidvalidity is null then null else next_uid end,
      case when uidvalidity is null then null else next_uid - 1 end
    from json_to_recordset(${JSON.stringify(listed)}::json)
      as folder(path text, role text, is_read boolean, uidvalidity bigint, next_uid bigint)
    on conflict (tenant_id, mailbox_id, path) do update set role = excluded.role, is_there = true,
      uidvalidity = coalesce(mailbox_folders.uidvalidity, excluded.uidvalidity),
      first_uid = coalesce(mailbox_folders.first_uid, excluded.first_uid),
      last_uid = coalesce(mailbox_folders.last_uid, excluded.last_uid)`.execute(db);
  await sql`update mailbox_folders set is_there = false where tenant_id = ${tenantId} and mailbox_id = ${mailboxId}
    and path <> all(${listed.map(({ path }) => path)}::text[])`.execute(db);
}

/** Exactly these are read. */
export async function chooseFolders(
  ctx: Context,
  mailboxId: string,
  paths: readonly string[],
): Promise<void> {
  await sql`update mailbox_folders set is_read = path = any(${[...paths]}::text[])
    where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId}`.execute(ctx.db);
}

export type FolderPlace = Pick<FolderRecord, 'uidvalidity' | 'first_uid' | 'last_uid' | 'highest_modseq'>;

export async function noteFolder(
  ctx: Context,
  mailboxId: string,
  path: string,
  place: Partial<FolderPlace>,
): Promise<void> {
  await ctx.db
    .updateTable('mailbox_folders')
    .set(place)
    .where('tenant_id', '=', ctx.tenantId)
    .where('mailbox_id', '=', mailboxId)
    .where('path', '=', path)
    .execute();
}

/** All mail of the folders that are read is wanted, however old. */
export async function wantAll(ctx: Context, mailboxId: string): Promise<void> {
  await sql`update mailbox_folders set first_uid = 1, last_uid = 0
    where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId} and is_read and uidvalidity is not null`.execute(
    ctx.db,
  );
}
