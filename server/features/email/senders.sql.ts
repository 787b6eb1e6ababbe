import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface SenderRecord {
  readonly mailbox_id: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly sign_in: 'none' | 'password' | 'oauth';
  readonly username: string | null;
  readonly secret: Buffer | null;
  readonly from_name: string | null;
  readonly last_ok_at: Date | null;
  readonly failing_since: Date | null;
  readonly last_error: string | null;
  readonly last_error_said: string | null;
}

export async function selectSenders(ctx: Context, mailboxId?: string): Promise<readonly SenderRecord[]> {
  const { rows } = await sql<SenderRecord>`
    select * from mailbox_senders where tenant_id = ${ctx.tenantId}
      and (${mailboxId ?? null}::uuid is null or mailbox_id = ${mailboxId ?? null}::uuid)`.execute(ctx.db);
  return rows;
}

export async function findSender(ctx: Context, mailboxId: string): Promise<SenderRecord | undefined> {
  return (await selectSenders(ctx, mailboxId))[0];
}

export type SenderValues = Pick<
  SenderRecord,
  'host' | 'port' | 'security' | 'sign_in' | 'username' | 'secret' | 'from_name'
>;

/** What was wrong before may be right now. */
export async function upsertSender(ctx: Context, mailboxId: string, values: SenderValues): Promise<void> {
  await ctx.db
    .insertInto('mailbox_senders')
    .values({ ...values, tenant_id: ctx.tenantId, mailbox_id: mailboxId })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'mailbox_id'])
        .doUpdateSet({ ...values, failing_since: null, last_error: null, last_error_said: null }),
    )
    .execute();
}

export async function deleteSender(ctx: Context, mailboxId: string): Promise<boolean> {
  const result = await ctx.db
    .deleteFrom('mailbox_senders')
    .where('tenant_id', '=', ctx.tenantId)
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** It sent; written once a minute at most while all is well. True when it was failing until now. */
export async function noteSent(ctx: Context, mailboxId: string): Promise<boolean> {
  const { rows } = await sql<{ was_failing: boolean }>`
    with before as (
      select failing_since from mailbox_senders where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId}
        and (failing_since is not null or last_ok_at is null
          or last_ok_at < ${ctx.now()}::timestamptz - interval '1 minute') for update)
    update mailbox_senders
    set last_ok_at = ${ctx.now()}, failing_since = null, last_error = null, last_error_said = null
    from before where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId}
    returning before.failing_since is not null as was_failing`.execute(ctx.db);
  return rows[0]?.was_failing ?? false;
}

/** It could not send. True when it could until now, or for another reason. */
export async function noteNotSent(
  ctx: Context,
  mailboxId: string,
  { error, said }: { error: string; said: string },
): Promise<boolean> {
  const { rows } = await sql<{ is_news: boolean }>`
    with before as (
      select last_error from mailbox_senders
      where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId} for update)
    update mailbox_senders
    set failing_since = coalesce(failing_since, ${ctx.now()}), last_error = ${error}, last_error_said = ${said}
    from before where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId}
    returning before.last_error is distinct from ${error} as is_news`.execute(ctx.db);
  return rows[0]?.is_news ?? false;
}

/** The tenant's mailbox that has this address. */
export async function mailboxOfAddress(ctx: Context, address: string): Promise<string | null> {
  const found = await ctx.db
    .selectFrom('mailbox_addresses')
    .select('mailbox_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst();
  return found?.mailbox_id ?? null;
}
