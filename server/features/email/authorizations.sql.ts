import { sql } from 'kysely';
import type { Provider } from '../../../shared/mail-apps.ts';
import type { Context } from '../../context.ts';

export interface AppRecord {
  readonly provider: Provider;
  readonly client_id: string | null;
  readonly client_secret: Buffer | null;
  readonly directory: string | null;
  readonly service_account: string | null;
  readonly service_key: Buffer | null;
}

export async function selectApps(ctx: Context): Promise<readonly AppRecord[]> {
  const { rows } = await sql<AppRecord>`
    select * from mail_apps where tenant_id = ${ctx.tenantId} order by provider`.execute(ctx.db);
  return rows;
}

export async function findApp(ctx: Context, provider: Provider): Promise<AppRecord | undefined> {
  return (await selectApps(ctx)).find((one) => one.provider === provider);
}

/** Whoever signs in through it does so anew: the change may be what was missing. */
export async function upsertApp(ctx: Context, { provider, ...values }: AppRecord): Promise<void> {
  await ctx.db
    .insertInto('mail_apps')
    .values({ ...values, provider, tenant_id: ctx.tenantId })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'provider']).doUpdateSet(values))
    .execute();
  await ctx.db
    .updateTable('mailbox_authorizations')
    .set({ granted_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('provider', '=', provider)
    .execute();
}

export async function deleteApp(ctx: Context, provider: Provider): Promise<boolean> {
  const result = await ctx.db
    .deleteFrom('mail_apps')
    .where('tenant_id', '=', ctx.tenantId)
    .where('provider', '=', provider)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

export interface AuthorizationRecord {
  readonly mailbox_id: string;
  readonly provider: Provider;
  readonly kind: 'person' | 'app';
  readonly username: string;
  readonly refresh_token: Buffer | null;
  readonly granted_at: Date;
}

export async function selectAuthorizations(ctx: Context): Promise<readonly AuthorizationRecord[]> {
  const { rows } = await sql<AuthorizationRecord>`
    select * from mailbox_authorizations where tenant_id = ${ctx.tenantId}`.execute(ctx.db);
  return rows;
}

/** `lock`: nobody else uses it, in any process, until the transaction ends. */
export async function findAuthorization(
  ctx: Context,
  mailboxId: string,
  lock: 'locked' | 'shared' = 'shared',
): Promise<AuthorizationRecord | undefined> {
  const { rows } = await sql<AuthorizationRecord>`
    select * from mailbox_authorizations
    where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId}
    ${lock === 'locked' ? sql`for update` : sql``}`.execute(ctx.db);
  return rows[0];
}

export async function upsertAuthorization(
  ctx: Context,
  { mailbox_id, ...values }: AuthorizationRecord,
): Promise<void> {
  await ctx.db
    .insertInto('mailbox_authorizations')
    .values({ ...values, mailbox_id, tenant_id: ctx.tenantId })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'mailbox_id']).doUpdateSet(values))
    .execute();
}

export async function replaceRefreshToken(ctx: Context, mailboxId: string, sealed: Buffer): Promise<void> {
  await ctx.db
    .updateTable('mailbox_authorizations')
    .set({ refresh_token: sealed })
    .where('tenant_id', '=', ctx.tenantId)
    .where('mailbox_id', '=', mailboxId)
    .execute();
}

export async function deleteAuthorization(ctx: Context, mailboxId: string): Promise<void> {
  await ctx.db
    .deleteFrom('mailbox_authorizations')
    .where('tenant_id', '=', ctx.tenantId)
    .where('mailbox_id', '=', mailboxId)
    .execute();
}

export interface RequestRecord {
  readonly mailbox_id: string;
  readonly provider: Provider;
  readonly username: string;
  readonly session_hash: Buffer;
  readonly verifier: Buffer;
  readonly redirect_url: string;
  readonly also_sends: boolean;
  readonly ends_at: Date;
}

/** Those that ended are swept out with it. */
export async function insertRequest(ctx: Context, state_hash: Buffer, record: RequestRecord): Promise<void> {
  await ctx.db
    .deleteFrom('mailbox_authorization_requests')
    .where('tenant_id', '=', ctx.tenantId)
    .where('ends_at', '<', ctx.now())
    .execute();
  await ctx.db
    .insertInto('mailbox_authorization_requests')
    .values({ ...record, state_hash, tenant_id: ctx.tenantId })
    .execute();
}

/** Takes it out: whatever comes of it, it is not used twice. */
export async function takeRequest(ctx: Context, stateHash: Buffer): Promise<RequestRecord | undefined> {
  const { rows } = await sql<RequestRecord>`
    delete from mailbox_authorization_requests
    where tenant_id = ${ctx.tenantId} and state_hash = ${stateHash} returning *`.execute(ctx.db);
  return rows[0];
}
