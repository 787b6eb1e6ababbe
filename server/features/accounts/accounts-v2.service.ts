import { fold } from '../../../shared/hebrew.ts';
import { idGiven, wireIdOf } from '../../../shared/id.ts';
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
  const { wrong, emails, phones } = await checkAccount(ctx, body);
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

type Checked = Pick<CreateAccount, 'owner' | 'type' | 'email' | 'phone'> & { status: string | null };

/** What the tenant's lists and the reading of contacts say about a request. */
async function checkAccount(ctx: Context, { owner, status, type, email, phone }: Checked) {
  const lists = await ctx.lists.of(ctx.tenantId);
  const wrong: FieldProblem[] = [];
  requireActive(wrong, 'owner', owner, lists.users);
  requireActive(wrong, 'status', status, lists.accountStatuses);
  requireActive(wrong, 'type', type, lists.accountTypes);
  const emails = email === null ? [] : contactsOf('email', [email], ['email'], lists.phoneRegion, wrong);
  const phones = phone === null ? [] : contactsOf('phone', [phone], ['phone'], lists.phoneRegion, wrong);
  return { wrong, emails, phones };
}

/** The same of a body that its schema refuses for something else. */
export async function findWrongInAccount(ctx: Context, body: unknown): Promise<readonly FieldProblem[]> {
  if (typeof body !== 'object' || body === null) return [];
  const { owner, status, type, email, phone } = body as Record<keyof Checked, unknown>;
  const textGiven = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const given = { owner: idGiven(owner), status: idGiven(status), type: idGiven(type) };
  const contacts = { email: textGiven(email), phone: textGiven(phone) };
  return (await checkAccount(ctx, { ...given, ...contacts })).wrong;
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
  const wrong = await checkNote(ctx, accountId);
  if (wrong.length > 0) throw badFields(wrong);
  return { id: wireIdOf(await keepNote(ctx, accountId, msg)), message: created.note };
}

async function checkNote(ctx: Context, accountId: string | null): Promise<readonly FieldProblem[]> {
  if (accountId === null) return [];
  const isKnown = (await accountsExist(ctx.db, ctx.tenantId, [accountId])).has(accountId);
  return isKnown ? [] : [{ field: 'account_id', code: 'unknown_value' }];
}

/** What is wrong with the account of a note that its schema refuses for something else. */
export async function findWrongInNote(ctx: Context, body: unknown): Promise<readonly FieldProblem[]> {
  if (typeof body !== 'object' || body === null) return [];
  return checkNote(ctx, idGiven((body as { account_id?: unknown }).account_id));
}
