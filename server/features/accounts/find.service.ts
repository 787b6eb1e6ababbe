import type { Account } from '../../../shared/accounts.ts';
import { fold } from '../../../shared/hebrew.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { type Context, requirePermission } from '../../context.ts';
import { namesOf, readAccounts } from './accounts.service.ts';
import { selectContacts } from './accounts.sql.ts';
import { phoneSearchOf, phoneTailsOf } from './contacts.ts';
import { type Criteria, type Sorting, selectByCriteria, selectQuick } from './find.sql.ts';
import { dialled, nameOfActor } from './shown.ts';

const bestShown = 20;
/** A shorter tail of a phone number would find nearly everybody. */
const leastDigits = 3;

/** Accounts by words of their name or company, a part of an e-mail address, or any tail of a phone number's digits; best 20. */
export async function findAccountsBy(ctx: Context, q: string): Promise<{ items: Account[] }> {
  requirePermission(ctx, 'accounts:read');
  const words = fold(q).split(' ').filter(Boolean);
  if (words.length === 0) return { items: [] };
  const { phoneRegion } = await ctx.lists.of(ctx.tenantId);
  const email = /\s/.test(q.trim()) ? null : q.trim().toLowerCase();
  const phone = phoneSearchOf(q, phoneRegion, leastDigits);
  return { items: await readAccounts(ctx, await selectQuick(ctx, { words, email, phone }, bestShown)) };
}

/** How a phone number that was typed, whole or in part, may end: digits from its end, four at least, without the way to them. */
export async function phoneTailsIn(ctx: Context, text: string): Promise<string[]> {
  const { phoneRegion } = await ctx.lists.of(ctx.tenantId);
  return phoneTailsOf(text, phoneRegion);
}

/** Parts of the values an account must have; null: not asked. */
export interface AskedCriteria {
  readonly name: string | null;
  readonly company: string | null;
  readonly passport: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface FoundAccount {
  readonly id: string;
  readonly created: Date;
  readonly updated: Date;
  /** The name of the user or API client; empty for Pniya itself. */
  readonly created_by: string;
  readonly updated_by: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly passport: string | null;
  readonly company: string | null;
}

/** Accounts that fit all criteria, each as a part of the value; phones in any spelling. Nothing asked finds nothing. */
export async function searchAccounts(
  ctx: Context,
  asked: AskedCriteria,
  sorting: Sorting,
): Promise<FoundAccount[]> {
  requirePermission(ctx, 'accounts:read');
  const criteria = await criteriaOf(ctx, asked);
  if (criteria === null) return [];
  const records = await selectByCriteria(ctx, criteria, sorting);
  if (records.length === 0) return [];
  const ids = records.map(({ id }) => id);
  const actors = records.flatMap(({ created_by, updated_by }) => [created_by, updated_by]);
  const [contacts, names] = await Promise.all([selectContacts(ctx, ids), namesOf(ctx, actors)]);
  return records.map((record) => {
    const first = (kind: string) => contacts.find((one) => one.account_id === record.id && one.kind === kind);
    const phone = first('phone');
    return {
      id: wireIdOf(record.id),
      created: record.created_at,
      updated: record.updated_at,
      created_by: nameOfActor(record.created_by, names),
      updated_by: nameOfActor(record.updated_by, names),
      name: record.name,
      phone: phone ? dialled(phone) : null,
      email: first('email')?.value ?? null,
      passport: record.passport,
      company: record.company,
    };
  });
}

/** Null when nothing can fit: nothing was asked, or a criterion has nothing in it to look for. */
async function criteriaOf(ctx: Context, asked: AskedCriteria): Promise<Criteria | null> {
  const given = Object.values(asked).filter((text) => text !== null);
  if (given.length === 0) return null;
  const phone =
    asked.phone === null
      ? null
      : phoneSearchOf(asked.phone, (await ctx.lists.of(ctx.tenantId)).phoneRegion, 1);
  const criteria: Criteria = {
    name: asked.name && fold(asked.name),
    company: asked.company && fold(asked.company),
    passport: asked.passport?.trim() || null,
    email: asked.email?.trim().toLowerCase() || null,
    phone,
  };
  const isEmpty = Object.entries(asked).some(
    ([key, text]) => text !== null && (criteria[key as keyof Criteria] || null) === null,
  );
  return isEmpty ? null : criteria;
}
