import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface ConnectionRecord {
  readonly mailbox_id: string;
  readonly is_active: boolean; // of the mailbox
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly username: string;
  readonly sign_in: 'password' | 'oauth';
  readonly secret: Buffer | null;
  readonly granted_at: Date | null; // when it was last authorized at its provider
  readonly mode: 'observe' | 'work';
  readonly start_from: 'new' | 'unanswered' | 'all' | null;
  readonly after_taking: 'nothing' | 'flag' | 'move';
  readonly move_to: string | null;
  readonly connected_at: Date;
  readonly history_read_at: Date | null;
  readonly last_ok_at: Date | null;
  readonly failing_since: Date | null;
  readonly last_error: string | null;
  readonly last_error_said: string | null;
  readonly folders: readonly FolderRecord[];
}

export interface FolderRecord {
  readonly path: string;
  readonly role: 'inbox' | 'junk' | 'sent' | 'drafts' | 'trash' | 'archive' | 'all' | 'other';
  readonly is_read: boolean;
  readonly is_there: boolean;
  readonly uidvalidity: number | null;
  readonly first_uid: number | null;
  readonly last_uid: number | null;
  readonly highest_modseq: number | null;
}

/** All connections of the tenant, or the mailbox's, each with its folders in the server's order of names. */
export async function selectConnections(
  ctx: Context,
  mailboxId?: string,
): Promise<readonly ConnectionRecord[]> {
  const { rows } = await sql<ConnectionRecord>`
    select connection.*, mailboxes.is_active, mailbox_authorizations.granted_at,
      (select coalesce(json_agg(folder order by folder.role <> 'inbox', folder.path), '[]') from mailbox_folders as folder
        where folder.tenant_id = connection.tenant_id and folder.mailbox_id = connection.mailbox_id) as folders
    from mailbox_connections as connection
    join mailboxes on mailboxes.tenant_id = connection.tenant_id and mailboxes.id = connection.mailbox_id
    left join mailbox_authorizations on mailbox_authorizations.tenant_id = connection.tenant_id
      and mailbox_authorizations.mailbox_id = connection.mailbox_id
    where connection.tenant_id = ${ctx.tenantId}
      and (${mailboxId ?? null}::uuid is null or connection.mailbox_id = ${mailboxId ?? null}::uuid)
    order by connection.mailbox_id`.execute(ctx.db);
  return rows;
}

export async function findConnection(ctx: Context, mailboxId: string): Promise<ConnectionRecord | undefined> {
  return (await selectConnections(ctx, mailboxId))[0];
}

export type ConnectionValues = Pick<
  ConnectionRecord,
  'host' | 'port' | 'security' | 'username' | 'sign_in' | 'secret' | 'after_taking' | 'move_to'
>;

/** Connects a mailbox, or changes its connection: what was wrong before may be right now. */
export async function upsertConnection(
  ctx: Context,
  mailboxId: string,
  values: ConnectionValues,
): Promise<void> {
  await ctx.db
    .insertInto('mailbox_connections')
    .values({ ...values, tenant_id: ctx.tenantId, mailbox_id: mailboxId, connected_at: ctx.now() })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'mailbox_id'])
        .doUpdateSet({ ...values, failing_since: null, last_error: null, last_error_said: null }),
    )
    .execute();
}

/** False when it works already, or is not there. */
export async function startConnection(
  ctx: Context,
  mailboxId: string,
  from: 'new' | 'unanswered' | 'all',
): Promise<boolean> {
  const result = await ctx.db
    .updateTable('mailbox_connections')
    .set({ mode: 'work', start_from: from })
    .where('tenant_id', '=', ctx.tenantId)
    .where('mailbox_id', '=', mailboxId)
    .where('mode', '=', 'observe')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** False when there is none. The sightings stay: connected again, nothing is taken twice. */
export async function deleteConnection(ctx: Context, mailboxId: string): Promise<boolean> {
  const { tenantId, db } = ctx;
  for (const table of ['mailbox_history', 'mailbox_folders'] as const)
    await db
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('mailbox_id', '=', mailboxId)
      .execute();
  const result = await db
    .deleteFrom('mailbox_connections')
    .where('tenant_id', '=', tenantId)
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** All of it was read just now. True when it was failing until now. */
export async function noteWell(ctx: Context, mailboxId: string): Promise<boolean> {
  const { rows } = await sql<{ was_failing: boolean }>`
    with before as (
      select failing_since from mailbox_connections
      where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId} for update)
    update mailbox_connections
    set last_ok_at = ${ctx.now()}, failing_since = null, last_error = null, last_error_said = null
    from before where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId}
    returning before.failing_since is not null as was_failing`.execute(ctx.db);
  return rows[0]?.was_failing ?? false;
}

/** It could not be read. True when it was well until now, or for another reason. */
export async function noteFailure(
  ctx: Context,
  mailboxId: string,
  { error, said }: { error: string; said: string | null },
): Promise<boolean> {
  const { rows } = await sql<{ is_news: boolean }>`
    with before as (
      select last_error from mailbox_connections
      where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId} for update)
    update mailbox_connections
    set failing_since = coalesce(failing_since, ${ctx.now()}), last_error = ${error}, last_error_said = ${said}
    from before where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId}
    returning before.last_error is distinct from ${error} as is_news`.execute(ctx.db);
  return rows[0]?.is_news ?? false;
}
