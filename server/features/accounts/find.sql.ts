import { type ExpressionBuilder, type ExpressionWrapper, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';
import type { PhoneSearch } from './contacts.ts';

/** A LIKE pattern in which the text stands for itself. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
const within = (text: string): string => `%${literal(text)}%`;
/** Fewer letters stand in most names somewhere, and no index can say where: they are looked for at the start of a word. */
const leastWithin = 3;
const isShort = (text: string): boolean => [...text].length < leastWithin;

type Accounts = ExpressionBuilder<DB, 'accounts'>;
type Matches = RawBuilder<SqlBool>;
type Condition = ExpressionWrapper<DB, 'accounts', SqlBool>;

export interface QuickSearch {
  /** Folded words, all of which must be in the name, or all in the company. */
  readonly words: readonly string[];
  readonly email: string | null;
  readonly phone: PhoneSearch | null;
}

/** How many hits of each road are ranked: a single letter must not rank a million names. */
const mostRanked = 500;

/** Accounts by name, company, e-mail or phone; names that begin with the words first, then what changed last. */
export async function selectQuick(ctx: Context, search: QuickSearch, limit: number): Promise<string[]> {
  const { words, email, phone } = search;
  const { tenantId, db } = ctx;
  const accounts = db
    .selectFrom('accounts')
    .select(['id', 'name_folded', 'updated_at'])
    .where('tenant_id', '=', tenantId);
  const accountsWhere = (column: 'name_folded' | 'company_folded') =>
    accounts.where((where) => where.and(words.map((word) => hasWord(where, column, word)))).limit(mostRanked);
  // The accounts of contacts are looked up one by one, never by a join that may read all accounts to find a few.
  const accountsOf = (matches: Matches) => sql`
    select account.* from (
      select account_id from account_contacts where tenant_id = ${tenantId} and ${matches} limit ${mostRanked}
    ) as contact
    cross join lateral (${accounts.whereRef('id', '=', sql.ref('contact.account_id')).limit(1)}) as account`;
  let found = sql`(${accountsWhere('name_folded')}) union (${accountsWhere('company_folded')})`;
  if (email !== null) {
    const pattern = isShort(email) ? `${literal(email)}%` : within(email);
    found = sql`${found} union (${accountsOf(sql`kind = 'email' and value like ${pattern}`)})`;
  }
  if (phone) found = sql`${found} union (${accountsOf(phoneMatches(phone, 'at the end'))})`;
  const start = literal(words.join(' '));
  const { rows } = await sql<{ id: string }>`
    select id from (${found}) as found
    order by name_folded like ${`${start}%`} desc, name_folded like ${`% ${start}%`} desc, updated_at desc, id desc
    limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

function hasWord(where: Accounts, column: 'name_folded' | 'company_folded', word: string): Condition {
  if (!isShort(word)) return where(column, 'like', within(word));
  return where.or([where(column, 'like', `${literal(word)}%`), where(column, 'like', `% ${literal(word)}%`)]);
}

/** Digits at the end are looked for reversed (account_contacts_by_tail), digits anywhere by trigrams. */
function phoneMatches({ value, head, digits }: PhoneSearch, where: 'at the end' | 'anywhere'): Matches {
  const roads = [
    ...(value === null ? [] : [sql`value = ${value}`]),
    ...(head === null ? [] : [sql`value like ${`${head}%`}`]),
    ...digits.map((part) => (where === 'anywhere' ? sql`value like ${within(part)}` : endsWith(part))),
  ];
  return sql<SqlBool>`kind = 'phone' and (${sql.join(roads, sql` or `)})`;
}

const endsWith = (digits: string) => sql`reverse(value) like ${`${[...digits].reverse().join('')}%`}`;

export interface Criteria {
  readonly name: string | null;
  readonly company: string | null;
  readonly passport: string | null;
  readonly email: string | null;
  readonly phone: PhoneSearch | null;
}

export interface Sorting {
  readonly by: 'created_at' | 'updated_at';
  readonly order: 'asc' | 'desc';
  readonly limit: number;
}

/** Accounts that fit every criterion, each as a part of the value. */
export function selectByCriteria(ctx: Context, criteria: Criteria, { by, order, limit }: Sorting) {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'name', 'company', 'passport', 'created_at', 'updated_at', 'created_by', 'updated_by'])
    .where('tenant_id', '=', ctx.tenantId)
    .where((where) => where.and(conditionsOf(ctx, where, criteria)))
    .orderBy(by, order)
    .orderBy('id', order)
    .limit(limit)
    .execute();
}

function conditionsOf(ctx: Context, where: Accounts, criteria: Criteria): Condition[] {
  const { name, company, passport, email, phone } = criteria;
  const hasContact = (matches: Matches) =>
    where('id', 'in', (from) =>
      from
        .selectFrom('account_contacts')
        .select('account_id')
        .where('tenant_id', '=', ctx.tenantId)
        .where(matches),
    );
  return [
    ...(name === null ? [] : [where('name_folded', 'like', within(name))]),
    ...(company === null ? [] : [where('company_folded', 'like', within(company))]),
    ...(passport === null ? [] : [where('passport', 'ilike', within(passport))]),
    ...(email === null ? [] : [hasContact(sql`kind = 'email' and value like ${within(email)}`)]),
    ...(phone === null ? [] : [hasContact(phoneMatches(phone, 'anywhere'))]),
  ];
}
