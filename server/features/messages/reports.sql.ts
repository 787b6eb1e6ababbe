import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Recipients } from './write.sql.ts';

export interface ReportRow {
  readonly message_id: string;
  readonly address: string;
  readonly reported_by: string;
  readonly kind: 'bounce' | 'delay';
  readonly status: string | null;
  readonly said: string;
  readonly server: string | null;
  readonly at: Date;
}

/** The same report read again writes nothing. */
export async function insertReports(ctx: Context, rows: readonly ReportRow[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db
    .insertInto('delivery_reports')
    .values(rows.map((row) => ({ ...row, tenant_id: ctx.tenantId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** In the order in which they came. */
export async function reportsOf(ctx: Context, messageIds: readonly string[]) {
  if (messageIds.length === 0) return [];
  return ctx.db
    .selectFrom('delivery_reports')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', 'in', [...messageIds])
    .orderBy('at')
    .orderBy('reported_by')
    .execute();
}

export async function deleteReports(ctx: Context, messageId: string): Promise<void> {
  await ctx.db
    .deleteFrom('delivery_reports')
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .execute();
}

/** A mail that we sent, with what became of it. */
export interface SentRecord {
  readonly id: string;
  readonly ticket_id: string;
  readonly is_automatic: boolean;
  readonly recipients: Recipients | null;
  readonly created_at: Date;
  readonly kind: string | null;
}

/** Those of these messages that were given to a mail server, newest first. */
export async function sentMessages(ctx: Context, ids: readonly string[]): Promise<readonly SentRecord[]> {
  const { rows } = await sql<SentRecord>`
    select messages.id, ticket_id, is_automatic, recipients, messages.created_at, messages.kind from messages
    join deliveries on deliveries.tenant_id = messages.tenant_id and deliveries.message_id = messages.id
    where messages.tenant_id = ${ctx.tenantId} and messages.id = any(${[...ids]}::uuid[])
      and direction = 'outbound' and channel = 'email' and attempts > 0
    order by messages.id desc`.execute(ctx.db);
  return rows;
}

/** The last mail to any of these addresses (lower case) that was given to a mail server since an instant. */
export async function lastSentTo(
  ctx: Context,
  addresses: readonly string[],
  since: Date,
): Promise<SentRecord | undefined> {
  const { rows } = await sql<SentRecord>`
    select messages.id, ticket_id, is_automatic, recipients, messages.created_at, messages.kind from messages
    join deliveries on deliveries.tenant_id = messages.tenant_id and deliveries.message_id = messages.id
    where messages.tenant_id = ${ctx.tenantId} and direction = 'outbound' and channel = 'email'
      and lower(recipients -> 'to' -> 0 ->> 'address') = any(${[...addresses]}::text[])
      and messages.created_at >= ${since} and attempts > 0
    order by messages.id desc limit 1`.execute(ctx.db);
  return rows[0];
}
