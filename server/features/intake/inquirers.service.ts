import type { Context } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import {
  emailOf,
  insertAccounts,
  matchAccounts,
  type NewAccount,
  phoneOf,
} from '../accounts/accounts.service.ts';

/** Who wrote, as they gave it. */
export interface Inquirer {
  readonly tenant_id: string;
  readonly account_id: string | null;
  readonly account_name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

export interface MatchedInquirers {
  /** In the order of the inquirers; null: nobody, or more than one account could be meant. */
  readonly accountIds: readonly (string | null)[];
  /** Accounts that have to be made first. */
  readonly newcomers: readonly NewAccount[];
}

interface Contacts {
  readonly tenantId: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneShown: string | null;
}

/** Finds each inquirer's account by e-mail, then by phone; who matches none, and gave one of them, becomes a new account. */
export async function matchInquirers(
  ctx: Context,
  inquirers: readonly Inquirer[],
): Promise<MatchedInquirers> {
  const known = await Promise.all(inquirers.map((inquirer) => contactsOf(ctx, inquirer)));
  const asked = known.filter((one) => one !== null);
  const found = asked.length === 0 ? [] : await matchAccounts(ctx.db, asked);
  const candidates = new Map(asked.map((one, index) => [one, found[index] ?? []]));
  const newcomers = new Map<string, NewAccount>();
  const accountIds = inquirers.map((inquirer, index) => {
    const contacts = known[index];
    if (!contacts) return inquirer.account_id;
    const ids = candidates.get(contacts) ?? [];
    if (ids.length === 0) return newcomerFor(newcomers, inquirer, contacts);
    return ids.length === 1 ? (ids[0] ?? null) : null;
  });
  return { accountIds, newcomers: [...new Set(newcomers.values())] };
}

/** Null when there is nothing to look for: the account is given, or nothing that tells people apart was. */
async function contactsOf(ctx: Context, inquirer: Inquirer): Promise<Contacts | null> {
  if (inquirer.account_id !== null) return null;
  const email = inquirer.email === null ? null : emailOf(inquirer.email);
  const { phoneRegion } = await ctx.lists.of(inquirer.tenant_id);
  const phone = inquirer.phone === null ? null : phoneOf(inquirer.phone, phoneRegion);
  if (email === null && phone === null) return null;
  return {
    tenantId: inquirer.tenant_id,
    email,
    phone: phone?.value ?? null,
    phoneShown: phone?.shown ?? null,
  };
}

/** Two inquiries of one new person that travel together make one account. */
function newcomerFor(newcomers: Map<string, NewAccount>, inquirer: Inquirer, contacts: Contacts): string {
  const { email, phone, phoneShown } = contacts;
  const keys = [email, phone].filter((one) => one !== null).map((one) => `${contacts.tenantId} ${one}`);
  const earlier = keys.map((key) => newcomers.get(key)).find((one) => one !== undefined);
  if (earlier) return earlier.id;
  const name = inquirer.account_name?.trim() || email || phoneShown || '';
  const newcomer = { ...contacts, id: newId(), name };
  for (const key of keys) newcomers.set(key, newcomer);
  return newcomer.id;
}

/** Makes the accounts; false when another process made one of the same contact first: its caller has to match again. */
export async function insertInquirers(db: Context['db'], newcomers: readonly NewAccount[]): Promise<boolean> {
  const made = await insertAccounts(db, newcomers);
  return made.size === newcomers.length;
}
