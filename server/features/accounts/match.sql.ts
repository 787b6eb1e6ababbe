import { type Kysely, sql } from 'kysely';
import { fold } from '../../../shared/hebrew.ts';
import type { DB } from '../../database/schema.ts';

/** What an inquiry says of its customer, in the normal spellings of contacts.ts. */
export interface ContactPair {
  readonly tenantId: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface MatchedContact {
  /** Which of the rows, from 1. */
  readonly row: number;
  readonly kind: 'email' | 'phone';
  readonly account_id: string;
}

/** Every account that has the e-mail or the phone of a row. */
export async function selectByContact(
  db: Kysely<DB>,
  rows: readonly ContactPair[],
): Promise<MatchedContact[]> {
  const asked = rows.flatMap(({ tenantId, email, phone }, index) => [
    ...(email === null ? [] : [{ row: index + 1, tenantId, kind: 'email', value: email }]),
    ...(phone === null ? [] : [{ row: index + 1, tenantId, kind: 'phone', value: phone }]),
  ]);
  if (asked.length === 0) return [];
  // The fence (offset 0) keeps it one look into the index per contact, in whatever database the plan was made.
  const { rows: found } = await sql<MatchedContact>`/* prepared: match_contacts */
    select asked.row, asked.kind, contact.account_id
    from unnest(
      ${asked.map(({ row }) => row)}::int[], ${asked.map(({ tenantId }) => tenantId)}::uuid[],
      ${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ value }) => value)}::text[]
    ) as asked (row, tenant_id, kind, value)
    cross join lateral (
      select account_id from account_contacts as known
      where known.tenant_id = asked.tenant_id and known.kind = asked.kind and known.value = asked.value
      offset 0
    ) as contact
    order by asked.row, contact.account_id`.execute(db);
  return found;
}

/** An account that an inquiry makes of its e-mail or phone; at least one of them is given. */
export interface NewAccount {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** The phone for people; the normal form unless given. */
  readonly phoneShown: string | null;
}

/**
 * Makes those accounts whose first contact no other inquiry has taken, in one statement; answers their ids. The contact goes
 * first: its unique index (account_contacts_once) lets one of several processes win. In order of the index, so that two
 * batches wait for each other at most one way.
 */
export async function insertInquiryAccounts(
  db: Kysely<DB>,
  accounts: readonly NewAccount[],
): Promise<Set<string>> {
  const contacts = accounts.flatMap(contactRows).sort((one, other) => (one.key < other.key ? -1 : 1));
  const { rows } = await sql<{ id: string }>`/* prepared: insert_inquiry_accounts */
    with contact as (
      select * from unnest(
        ${contacts.map(({ tenantId }) => tenantId)}::uuid[], ${contacts.map(({ id }) => id)}::uuid[],
        ${contacts.map(({ kind }) => kind)}::text[], ${contacts.map(({ value }) => value)}::text[],
        ${contacts.map(({ shown }) => shown)}::text[], ${contacts.map(({ position }) => position)}::int[]
      ) with ordinality as c (tenant_id, account_id, kind, value, shown, position, ordinal)
    ), won as (
      insert into account_contacts (tenant_id, account_id, kind, value, shown, position, made_by_inquiry)
      select tenant_id, account_id, kind, value, shown, position, true from contact where position = 0 order by ordinal
      on conflict do nothing returning tenant_id, account_id
    ), made as (
      insert into accounts (tenant_id, id, name, name_folded, created_by, updated_by)
      select a.tenant_id, a.id, a.name, a.name_folded, 'system', 'system' from unnest(
        ${accounts.map(({ tenantId }) => tenantId)}::uuid[], ${accounts.map(({ id }) => id)}::uuid[],
        ${accounts.map(({ name }) => name)}::text[], ${accounts.map(({ name }) => fold(name))}::text[]
      ) as a (tenant_id, id, name, name_folded)
      join won on won.tenant_id = a.tenant_id and won.account_id = a.id
      returning id
    ), others as (
      insert into account_contacts (tenant_id, account_id, kind, value, shown, position, made_by_inquiry)
      select c.tenant_id, c.account_id, c.kind, c.value, c.shown, c.position, true from contact as c
      join won on won.tenant_id = c.tenant_id and won.account_id = c.account_id where c.position > 0 order by c.ordinal
      on conflict do nothing
    )
    select id from made`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** The contact at position 0 decides whether the account is made; the other goes along unless another inquiry has it. */
function contactRows({ tenantId, id, email, phone, phoneShown }: NewAccount) {
  const contacts = [
    ...(email === null ? [] : [{ kind: 'email', value: email, shown: email }]),
    ...(phone === null ? [] : [{ kind: 'phone', value: phone, shown: phoneShown ?? phone }]),
  ];
  return contacts.map((contact, position) => {
    return { tenantId, id, position, key: `${tenantId} ${contact.kind} ${contact.value}`, ...contact };
  });
}

/** Those of the ids that are accounts of the tenant. */
export async function selectExisting(
  db: Kysely<DB>,
  tenantId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from accounts where tenant_id = ${tenantId} and id = any(${[...ids]}::uuid[])`.execute(db);
  return rows.map(({ id }) => id);
}
