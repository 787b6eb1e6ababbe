import type { Account, AccountCard } from '../../../shared/accounts.ts';
import { type Context, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import {
  selectAccount,
  selectAccounts,
  selectClientNames,
  selectContacts,
  selectNotes,
} from './accounts.sql.ts';
import { emailOf, phoneOf } from './contacts.ts';
import {
  type ContactPair,
  insertInquiryAccounts,
  type NewAccount,
  selectByContact,
  selectExisting,
} from './match.sql.ts';
import { accountShown, type CardWithoutTickets, cardShown, type Names, noteShown } from './shown.ts';

// biome-ignore lint/performance/noBarrelFile: other features may import services only
export { emailOf, type PhoneSearch, phoneOf, phoneSearchOf } from './contacts.ts';
export type { ContactPair, NewAccount } from './match.sql.ts';

/** The card shows this many notes, newest first. */
const notesShown = 100;
const candidatesShown = 20;

type Db = Context['db'];

/**
 * The accounts that may be the customer of each inquiry, in order of the rows: those with its e-mail; only if there are none,
 * those with its phone. Values are those of emailOf and phoneOf. One query for all rows.
 */
export async function matchAccounts(db: Db, rows: readonly ContactPair[]): Promise<string[][]> {
  const found = await selectByContact(db, rows);
  const byEmail = rows.map(() => new Set<string>());
  const byPhone = rows.map(() => new Set<string>());
  for (const { row, kind, account_id: id } of found) (kind === 'email' ? byEmail : byPhone)[row - 1]?.add(id);
  return rows.map((_, index) => [...(byEmail[index]?.size ? byEmail[index] : (byPhone[index] ?? []))]);
}

/**
 * Makes accounts for inquiries, in one statement; answers the ids of those that were made. One that is missing lost its
 * contact to another inquiry of the same moment (also to one of these): match it again.
 */
export async function insertAccounts(db: Db, accounts: readonly NewAccount[]): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  const firsts = accounts.filter(({ tenantId, email, phone }) => {
    const keys = [email, phone].filter((value) => value !== null).map((value) => `${tenantId} ${value}`);
    const isFirst = !keys.some((key) => taken.has(key));
    if (isFirst) for (const key of keys) taken.add(key);
    return isFirst;
  });
  return firsts.length === 0 ? new Set() : insertInquiryAccounts(db, firsts);
}

/** Those of the ids (database uuids) that are accounts of the tenant. */
export async function accountsExist(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set(ids.length === 0 ? [] : await selectExisting(db, tenantId, ids));
}

/** The accounts that may be the customer of an inquiry, with their contacts; 20 at most. */
export async function accountCandidates(
  ctx: Context,
  given: { readonly email: string | null; readonly phone: string | null },
): Promise<Account[]> {
  requirePermission(ctx, 'accounts:read');
  const { phoneRegion } = await ctx.lists.of(ctx.tenantId);
  const email = given.email === null ? null : emailOf(given.email);
  const phone = given.phone === null ? null : (phoneOf(given.phone, phoneRegion)?.value ?? null);
  const [ids = []] = await matchAccounts(ctx.db, [{ tenantId: ctx.tenantId, email, phone }]);
  return readAccounts(ctx, ids.slice(0, candidatesShown));
}

/** The customer's card but for its tickets, which the tickets feature knows. Throws not_found. */
export async function readAccountCard(ctx: Context, id: string): Promise<CardWithoutTickets> {
  requirePermission(ctx, 'accounts:read');
  const [account, contacts, notes] = await Promise.all([
    selectAccount(ctx, id),
    selectContacts(ctx, [id]),
    accountNotes(ctx, id),
  ]);
  if (!account) throw new Problem('not_found', 'not_found');
  return cardShown(account, contacts, notes);
}

/** Accounts with their contacts, in the order of the ids; ids that are no accounts of the tenant are left out. */
export async function readAccounts(ctx: Context, ids: readonly string[]): Promise<Account[]> {
  requirePermission(ctx, 'accounts:read');
  if (ids.length === 0) return [];
  const [accounts, contacts] = await Promise.all([selectAccounts(ctx, ids), selectContacts(ctx, ids)]);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return ids.flatMap((id) => byId.get(id) ?? []).map((account) => accountShown(account, contacts));
}

/** The address at which a customer is answered who didn't write: the first of the card's; null when it has none. */
export async function answeringAddress(ctx: Context, accountId: string): Promise<string | null> {
  requirePermission(ctx, 'tickets:read');
  const contacts = await selectContacts(ctx, [accountId]);
  return contacts.find(({ kind }) => kind === 'email')?.shown ?? null;
}

/** Notes about a customer, newest first, 100 at most. */
export async function accountNotes(ctx: Context, accountId: string): Promise<AccountCard['notes']> {
  requirePermission(ctx, 'accounts:read');
  const notes = await selectNotes(ctx, accountId, notesShown);
  const names = await namesOf(
    ctx,
    notes.map(({ created_by }) => created_by),
  );
  return notes.map((note) => noteShown(note, names));
}

/** Names for actor texts ("user:<uuid>", "client:<uuid>"). */
export async function namesOf(ctx: Context, actors: readonly string[]): Promise<Names> {
  const clients = [...new Set(actors)]
    .filter((actor) => actor.startsWith('client:'))
    .map((actor) => actor.slice(7));
  const [{ users }, others] = await Promise.all([
    ctx.lists.of(ctx.tenantId),
    clients.length === 0 ? new Map<string, string>() : selectClientNames(ctx, clients),
  ]);
  return { users, others };
}
