import { fold } from '../../../shared/hebrew.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { CreateAccount } from '../../../shared/v2-accounts.ts';
import { actorText, type Context, inTransaction, type ListRow, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, type FieldProblem } from '../../problem.ts';
import { accountsExist } from './accounts.service.ts';
import { insertAccount, replaceContacts } from './accounts.sql.ts';
import { contactsOf, keepNote, searchedName } from './change.service.ts';

/** The messages of the published answers, which clients may compare. */
const created = { account: 'הלקוח נוצר בהצלחה', note: 'ההערה נוצרה בהצלחה' } as const;

/** Makes an account of a published request. Throws bad_request that names every id, phone or e-mail that is not good. */
export async function createAccountV2(ctx: Context, body: CreateAccount) {
  requirePermission(ctx, 'accounts:write');
  const lists = await ctx.lists.of(ctx.tenantId);
  const wrong: FieldProblem[] = [];
  requireActive(wrong, 'owner', body.owner, lists.users);
  requireActive(wrong, 'status', body.status, lists.accountStatuses);
  requireActive(wrong, 'type', body.type, lists.accountTypes);
  const { email, phone } = body;
  const emails = email === null ? [] : contactsOf('email', [email], ['email'], lists.phoneRegion, wrong);
  const phones = phone === null ? [] : contactsOf('phone', [phone], ['phone'], lists.phoneRegion, wrong);
  if (wrong.length > 0) throw badFields(wrong);
  const id = newId();
  await inTransaction(ctx, async (inside) => {
    await insertAccount(inside, rowOf(id, body), actorText(ctx.actor));
    if (emails.length > 0) await replaceContacts(inside, id, 'email', emails);
    if (phones.length > 0) await replaceContacts(inside, id, 'phone', phones);
    inside.announce({ kind: 'account', ids: [wireIdOf(id)] });
  });
  return { account_status: wireIdOf(body.status), id: wireIdOf(id), message: created.account };
}

function requireActive(
  wrong: FieldProblem[],
  field: string,
  id: string | null,
  rows: ReadonlyMap<string, ListRow>,
): void {
  if (id === null) return;
  const row = rows.get(id);
  if (!row?.isActive) wrong.push({ field, code: row ? 'inactive_value' : 'unknown_value' });
}

function rowOf(id: string, body: CreateAccount) {
  const { name, f_name, l_name, company, country, city, address, passport, website, lead_id, is_subscriber } =
    body;
  const { ext_one, ext_two, ext_three, ext_four } = body;
  return {
    id,
    name,
    first_name: f_name,
    last_name: l_name,
    country,
    city,
    address,
    passport,
    website,
    birth_date: body.b_day,
    owner_id: body.owner,
    lead_id,
    status_id: body.status,
    type_id: body.type,
    company,
    is_subscriber,
    ext_one,
    ext_two,
    ext_three,
    ext_four,
    name_folded: searchedName(name, f_name, l_name),
    company_folded: company && fold(company),
  };
}

/** A note of a published request. Throws bad_request for an account that is not the tenant's. */
export async function createNoteV2(ctx: Context, body: { account_id: string | null; msg: string }) {
  requirePermission(ctx, 'accounts:write');
  const { account_id: accountId, msg } = body;
  if (accountId !== null && !(await accountsExist(ctx.db, ctx.tenantId, [accountId])).has(accountId)) {
    throw badFields([{ field: 'account_id', code: 'unknown_value' }]);
  }
  return { id: wireIdOf(await keepNote(ctx, accountId, msg)), message: created.note };
}
