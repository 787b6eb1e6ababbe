import type { z } from 'zod';
import type { BodyOf } from '../../../shared/endpoint.ts';
import type { mailAddress } from '../../../shared/messages.ts';
import { type forwardMessage, sendingLimits } from '../../../shared/sending.ts';
import type { Context } from '../../context.ts';
import { badFields, type FieldProblem } from '../../problem.ts';
import { emailOf } from '../accounts/accounts.service.ts';
import { ownAddresses } from './outgoing.sql.ts';

type Address = z.infer<typeof mailAddress>;
type Given = BodyOf<typeof forwardMessage>['to'];

/**
 * Whom a mail goes to, each address once. `usual` stands in where no `to` is given. Problems: bad_request with each wrong
 * recipient: not_an_email, own_address, required, too_many_recipients.
 */
export async function recipientsOf(
  ctx: Context,
  given: { to?: Given | undefined; cc?: Given | undefined },
  usual: Address | null,
): Promise<{ to: Address[]; cc: Address[] }> {
  const wrong: FieldProblem[] = [];
  if (given.to?.length === 0) wrong.push({ field: 'to', code: 'required' });
  const isOwn = await ownAddresses(
    ctx,
    [...(given.to ?? []), ...(given.cc ?? [])].map(({ address }) => address),
  );
  const seen = new Set<string>();
  const listOf = (field: 'to' | 'cc', list: Given): Address[] =>
    list.flatMap(({ name = '', address: text }, index) => {
      const address = emailOf(text);
      const place = `${field}.${index}.address`;
      if (address === null)
        wrong.push({ field: place, code: text.trim() === '' ? 'required' : 'not_an_email' });
      else if (isOwn(address)) wrong.push({ field: place, code: 'own_address' });
      if (address === null || seen.has(address)) return [];
      seen.add(address);
      return [{ name: name.replace(/[\s\p{Cc}]+/gu, ' ').trim(), address }];
    });
  if (!given.to && usual) seen.add(usual.address);
  const to = given.to ? listOf('to', given.to) : usual ? [usual] : [];
  const cc = listOf('cc', given.cc ?? []);
  if (to.length + cc.length > sendingLimits.recipients)
    wrong.push({ field: cc.length > 0 ? 'cc' : 'to', code: 'too_many_recipients' });
  if (wrong.length > 0) throw badFields(wrong);
  return { to, cc };
}
