import type { Context } from '../../context.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import type { MailAddress } from '../../mail/parse-headers.ts';
import { emailOf, matchAccounts } from '../accounts/accounts.service.ts';
import { ignoreItem, type RawItem } from '../intake/interpret.service.ts';

/**
 * What the provider took for junk is an inquiry only when we know who wrote it, or when a person says so by trying it again.
 * It stays in the ledger, ignored by this rule.
 */
export async function ignoreJunk(
  ctx: Context,
  mail: ParsedMail,
  item: RawItem,
  sender: MailAddress | null,
): Promise<boolean> {
  const { folder_role: role, is_wanted: isWanted } = item.envelope as {
    folder_role?: string;
    is_wanted?: boolean;
  };
  if (role !== 'junk' || isWanted) return false;
  const email = sender ? emailOf(sender.address) : null;
  const [accounts = []] = await matchAccounts(ctx.db, [{ tenantId: ctx.tenantId, email, phone: null }]);
  if (accounts.length > 0) return false;
  await ignoreItem(ctx, item.id, {
    reason: 'rule:junk',
    title: mail.subject,
    sender: sender?.address ?? null,
  });
  return true;
}
