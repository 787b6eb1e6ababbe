import { type ExpressionBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';
import type { Contact } from './contacts.ts';

export interface ContactRow extends Contact {
  readonly kind: 'email' | 'phone';
}

export interface NewAccount {
  readonly id: string;
  readonly name: string;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly country?: string | null;
  readonly city?: string | null;
  readonly address?: string | null;
  readonly passport?: string | null;
  readonly website?: string | null;
  readonly birth_date?: string | null;
  readonly owner_id?: string | null;
  readonly lead_id?: string | null;
  readonly status_id?: string | null;
  readonly type_id?: string | null;
  readonly company?: string | null;
  readonly is_subscriber?: boolean | null;
  readonly ext_one?: string | null;
  readonly ext_two?: string | null;
  readonly ext_three?: string | null;
  readonly ext_four?: string | null;
  readonly name_folded: string;
  readonly company_folded: string | null;
}

export async function insertAccount(ctx: Context, account: NewAccount, actor: string): Promise<void> {
  const [created_at, updated_at] = [ctx.now(), ctx.now()];
  await ctx.db
    .insertInto('accounts')
    .values({
      ...account,
      tenant_id: ctx.tenantId,
      created_at,
      updated_at,
      created_by: actor,
      updated_by: actor,
    })
    .execute();
}

export type AccountChange = Partial<Pick<NewAccount, 'name' | 'company' | 'name_folded' | 'company_folded'>>;

export async function updateAccount(
  ctx: Context,
  id: string,
  change: AccountChange,
  actor: string,
): Promise<void> {
  await ctx.db
    .updateTable('accounts')
    .set({ ...change, updated_at: ctx.now(), updated_by: actor })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** All contacts of one kind, in the given order; those that stay keep what is known of how they were made. */
export async function replaceContacts(
  ctx: Context,
  accountId: string,
  kind: ContactRow['kind'],
  contacts: readonly Contact[],
): Promise<void> {
  const values = contacts.map(({ value }) => value);
  const { tenantId } = ctx;
  await sql`delete from account_contacts
    where tenant_id = ${tenantId} and account_id = ${accountId} and kind = ${kind} and value <> all(${values}::text[])
  `.execute(ctx.db);
  await sql`insert into account_contacts (tenant_id, account_id, kind, value, shown, position)
    select ${tenantId}, ${accountId}, ${kind}, value, shown, ordinal - 1
    from unnest(${values}::text[], ${contacts.map(({ shown }) => shown)}::text[]) with ordinality as given (value, shown, ordinal)
    on conflict (tenant_id, account_id, kind, value) do update set shown = excluded.shown, position = excluded.position
  `.execute(ctx.db);
}

const ofTenant = (ctx: Context) => (where: ExpressionBuilder<DB, 'accounts'>) =>
  where('tenant_id', '=', ctx.tenantId);

export type AccountRecord = NonNullable<Awaited<ReturnType<typeof selectAccount>>>;

export function selectAccount(ctx: Context, id: string) {
  return ctx.db
    .selectFrom('accounts')
    .selectAll()
    .where(ofTenant(ctx))
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The account, locked until the transaction ends, so that two people's changes follow each other. */
export function lockAccount(ctx: Context, id: string) {
  const account = ctx.db
    .selectFrom('accounts')
    .select(['name', 'first_name', 'last_name'])
    .where(ofTenant(ctx));
  return account.where('id', '=', id).forUpdate().executeTakeFirst();
}

export function selectAccounts(ctx: Context, ids: readonly string[]) {
  const accounts = ctx.db.selectFrom('accounts').select(['id', 'name', 'company']).where(ofTenant(ctx));
  return accounts.where('id', 'in', [...ids]).execute();
}

export function selectContacts(ctx: Context, accountIds: readonly string[]) {
  return ctx.db
    .selectFrom('account_contacts')
    .leftJoin('bounced_addresses', (join) =>
      join
        .onRef('bounced_addresses.tenant_id', '=', 'account_contacts.tenant_id')
        .onRef('bounced_addresses.address', '=', 'account_contacts.value')
        .on('account_contacts.kind', '=', 'email'),
    )
    .select(['account_id', 'kind', 'value', 'shown', 'bounced_addresses.at as bounced_at', 'said'])
    .where('account_contacts.tenant_id', '=', ctx.tenantId)
    .where('account_id', 'in', [...accountIds])
    .orderBy('account_id')
    .orderBy('kind', 'desc')
    .orderBy('position')
    .orderBy('value')
    .execute();
}

export interface NewNote {
  readonly id: string;
  readonly account_id: string | null;
  readonly text: string;
  readonly created_by: string;
}

export async function insertNote(ctx: Context, note: NewNote): Promise<void> {
  await ctx.db
    .insertInto('account_notes')
    .values({ ...note, tenant_id: ctx.tenantId, created_at: ctx.now() })
    .execute();
}

/** Newest first. */
export function selectNotes(ctx: Context, accountId: string, most: number) {
  return ctx.db
    .selectFrom('account_notes')
    .select(['id', 'text', 'created_at', 'created_by'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
}

/** Names of API clients by actor text ("client:<uuid>"). */
export async function selectClientNames(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    actor: string;
    name: string;
  }>`select 'client:' || id as actor, name from api_clients
    where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}
