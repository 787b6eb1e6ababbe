import type { SearchAnswer, SearchAsked } from '../../../shared/v2-accounts.ts';
import { type Context, requirePermission } from '../../context.ts';
import { searchAccounts } from '../accounts/find.service.ts';

/** The published search. We have no leads, so a search for them finds none; neither does one that asks for nothing. */
export async function searchLeadsAndAccountsBy(ctx: Context, asked: SearchAsked): Promise<SearchAnswer> {
  requirePermission(ctx, 'accounts:read');
  if (asked.object_type === 'LEADS') return { count: 0, results: [] };
  const { name, phone, email, passport, company, limit } = asked;
  const found = await searchAccounts(
    ctx,
    { name, phone, email, passport, company },
    { by: asked.order_by === 'updated' ? 'updated_at' : 'created_at', order: asked.order ?? 'desc', limit },
  );
  const results = found.map((account) => ({
    id: account.id,
    object_type: 'ACCOUNTS' as const,
    created: publishedInstant(account.created),
    updated: publishedInstant(account.updated),
    created_by: account.created_by || null,
    updated_by: account.updated_by || null,
    utm_source: null,
    utm_campaign: null,
    name: account.name,
    phone: account.phone,
    email: account.email,
    passport: account.passport,
    company: account.company,
  }));
  return { count: results.length, results };
}

/** As the published lists write instants: without fractions of a second. */
function publishedInstant(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
