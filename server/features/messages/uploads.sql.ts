import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

export type UploadRecord = Selectable<DB['uploads']>;

export async function insertUpload(
  ctx: Context,
  row: Omit<Insertable<DB['uploads']>, 'tenant_id'>,
): Promise<void> {
  await ctx.db
    .insertInto('uploads')
    .values({ ...row, tenant_id: ctx.tenantId })
    .execute();
}

/** What a user has uploaded and not sent. */
export async function unsentBytes(ctx: Context, userId: string): Promise<number> {
  const { bytes } = await ctx.db
    .selectFrom('uploads')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size_bytes'), eb.lit(0)).as('bytes'))
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', 'is', null)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(bytes);
}

/** False when it is not the user's, or was sent. The sweep takes it away. */
export async function discardUpload(ctx: Context, id: string, userId: string): Promise<boolean> {
  const result = await ctx.db
    .updateTable('uploads')
    .set({ discarded_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('message_id', 'is', null)
    .where('discarded_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Gives those of these uploads that are the user's and free to a message, and answers them. */
export function claimUploads(ctx: Context, messageId: string, ids: readonly string[], userId: string) {
  return ctx.db
    .updateTable('uploads')
    .set({ message_id: messageId })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', [...ids])
    .where('user_id', '=', userId)
    .where('message_id', 'is', null)
    .where('discarded_at', 'is', null)
    .returningAll()
    .execute();
}

/** The uploads of a message are free again, for whoever took it back; its attachments go. */
export async function releaseUploads(
  ctx: Context,
  messageId: string,
  userId: string,
): Promise<readonly UploadRecord[]> {
  await ctx.db
    .deleteFrom('attachments')
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .execute();
  const released = await ctx.db
    .updateTable('uploads')
    .set({ message_id: null, user_id: userId, created_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .returningAll()
    .execute();
  return released.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Takes away the rows of uploads that nobody sent; answers the names of their files. */
export async function deleteUnsent(
  ctx: Context,
  { uploadedBefore, discardedBefore, limit }: { uploadedBefore: Date; discardedBefore: Date; limit: number },
): Promise<Buffer[]> {
  const { rows } = await sql<{ file_sha256: Buffer }>`
    delete from uploads where tenant_id = ${ctx.tenantId} and message_id is null and id in (
      select id from uploads where tenant_id = ${ctx.tenantId} and message_id is null
        and (created_at < ${uploadedBefore} or discarded_at < ${discardedBefore})
      order by created_at limit ${limit} for update skip locked)
    returning file_sha256`.execute(ctx.db);
  return rows.map((row) => row.file_sha256);
}

/** Those of these files that something still names. */
export async function namedFiles(ctx: Context, files: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select encode(sha256, 'hex') as name from unnest(${[...files]}::bytea[]) as given (sha256) where
      exists (select from uploads where tenant_id = ${ctx.tenantId} and file_sha256 = given.sha256)
      or exists (select from attachments where tenant_id = ${ctx.tenantId} and file_sha256 = given.sha256)
      or exists (select from intake where tenant_id = ${ctx.tenantId} and channel = 'email' and raw_sha256 = given.sha256)
      or exists (select from deliveries where tenant_id = ${ctx.tenantId} and mime_sha256 = given.sha256)
      or exists (select from phone_reconciliations where tenant_id = ${ctx.tenantId} and file_sha256 = given.sha256)`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.name));
}
