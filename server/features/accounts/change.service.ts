import type { addAccountNote, changeAccount, openAccount } from '../../../shared/accounts.ts';
import type { BodyOf } from '../../../shared/endpoint.ts';
import { fold } from '../../../shared/hebrew.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { actorText, type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, type FieldProblem, Problem } from '../../problem.ts';
import {
  type AccountChange,
  insertAccount,
  insertNote,
  lockAccount,
  replaceContacts,
  selectAccount,
  updateAccount,
} from './accounts.sql.ts';
import { type Contact, emailOf, phoneOf } from './contacts.ts';

/** A new account by hand. Throws bad_request for a phone or e-mail that is none. */
export async function openAccountByHand(
  ctx: Context,
  body: BodyOf<typeof openAccount>,
): Promise<{ id: string }> {
  requirePermission(ctx, 'accounts:write');
  const { phoneRegion } = await ctx.lists.of(ctx.tenantId);
  const wrong: FieldProblem[] = [];
  const phones = body.phone === null ? [] : contactsOf('phone', [body.phone], ['phone'], phoneRegion, wrong);
  const emails = body.email === null ? [] : contactsOf('email', [body.email], ['email'], phoneRegion, wrong);
  if (wrong.length > 0) throw badFields(wrong);
  const id = newId();
  const { name, company } = body;
  const folded = { name_folded: fold(name), company_folded: company && fold(company) };
  await inTransaction(ctx, async (inside) => {
    await insertAccount(inside, { id, name, company, ...folded }, actorText(ctx.actor));
    await replaceContacts(inside, id, 'phone', phones);
    await replaceContacts(inside, id, 'email', emails);
    inside.announce({ kind: 'account', ids: [wireIdOf(id)] });
  });
  return { id: wireIdOf(id) };
}

/** Changes name, company or contacts (a list of phones or e-mails replaces the whole list). Throws not_found, bad_request. */
export async function changeAccountBy(
  ctx: Context,
  id: string,
  body: BodyOf<typeof changeAccount>,
): Promise<void> {
  requirePermission(ctx, 'accounts:write');
  const { phoneRegion } = await ctx.lists.of(ctx.tenantId);
  const wrong: FieldProblem[] = [];
  const numbered = (field: string, texts: readonly string[]) => texts.map((_, index) => `${field}.${index}`);
  const phones =
    body.phones && contactsOf('phone', body.phones, numbered('phones', body.phones), phoneRegion, wrong);
  const emails =
    body.emails && contactsOf('email', body.emails, numbered('emails', body.emails), phoneRegion, wrong);
  if (wrong.length > 0) throw badFields(wrong);
  await inTransaction(ctx, async (inside) => {
    const account = await lockAccount(inside, id);
    if (!account) throw new Problem('not_found', 'not_found');
    const { first_name, last_name } = account;
    const change: AccountChange = {
      ...(body.name !== undefined && {
        name: body.name,
        name_folded: searchedName(body.name, first_name, last_name),
      }),
      ...(body.company !== undefined && {
        company: body.company,
        company_folded: body.company && fold(body.company),
      }),
    };
    await updateAccount(inside, id, change, actorText(ctx.actor));
    if (phones) await replaceContacts(inside, id, 'phone', phones);
    if (emails) await replaceContacts(inside, id, 'email', emails);
    inside.announce({ kind: 'account', ids: [wireIdOf(id)] });
  });
}

/** A note about the customer. Throws not_found. */
export async function noteOnAccount(
  ctx: Context,
  accountId: string,
  body: BodyOf<typeof addAccountNote>,
): Promise<{ id: string }> {
  requirePermission(ctx, 'accounts:write');
  if (!(await selectAccount(ctx, accountId))) throw new Problem('not_found', 'not_found');
  return { id: wireIdOf(await keepNote(ctx, accountId, body.text)) };
}

/** Writes a note of an account, or of none, that the caller has checked; answers its uuid. */
export async function keepNote(ctx: Context, accountId: string | null, text: string): Promise<string> {
  const id = newId();
  await insertNote(ctx, { id, account_id: accountId, text, created_by: actorText(ctx.actor) });
  if (accountId !== null) ctx.announce({ kind: 'account', ids: [wireIdOf(accountId)] });
  return id;
}

/** What a search of names looks in: the name, and on lines of their own first and last name when they say more. */
export function searchedName(name: string, first: string | null, last: string | null): string {
  const person = fold([first, last].filter(Boolean).join(' '));
  const folded = fold(name);
  return person === '' || folded.includes(person) ? folded : `${folded}\n${person}`;
}

/** The normal forms of phones or e-mails, each once; what is none is added to `wrong` under its field's name. */
export function contactsOf(
  kind: 'phone' | 'email',
  texts: readonly string[],
  fields: readonly string[],
  region: string,
  wrong: FieldProblem[],
): Contact[] {
  const contacts = new Map<string, Contact>();
  for (const [index, text] of texts.entries()) {
    const email = kind === 'email' ? emailOf(text) : null;
    const contact =
      kind === 'phone' ? phoneOf(text, region) : email === null ? null : { value: email, shown: email };
    if (contact) contacts.set(contact.value, contact);
    else wrong.push({ field: fields[index] ?? kind, code: kind === 'phone' ? 'invalid' : 'not_an_email' });
  }
  return [...contacts.values()];
}
