import type { listDkimKeys, DkimKey as ShownKey } from '../../../shared/dkim-keys.ts';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { type Context, requirePermission } from '../../context.ts';
import type { DkimKey } from '../../mail/dkim.ts';
import {
  faultOfRecords,
  newSigningKey,
  type RecordFault,
  recordName,
  recordValue,
} from '../../mail/dkim-record.ts';
import { badFields, Problem } from '../../problem.ts';
import { SealError } from '../../secrets.ts';
import { deleteKey, insertKey, type KeyRecord, selectDomains, selectKeys, updateKey } from './dkim.sql.ts';

export async function listDkimKeysOf(ctx: Context): Promise<AnswerOf<typeof listDkimKeys>> {
  requirePermission(ctx, 'settings:read');
  const [keys, domains] = [await selectKeys(ctx), await selectDomains(ctx)];
  const having = new Set(keys.map(({ domain }) => domain));
  return { items: keys.map(shown), without: domains.filter((domain) => !having.has(domain)) };
}

/** Problems: `unknown_value` for a domain of no mailbox, conflict already_there. */
export async function addDkimKeyOf(ctx: Context, domain: string): Promise<ShownKey> {
  requirePermission(ctx, 'settings:write');
  if (!(await selectDomains(ctx)).includes(domain))
    throw badFields([{ field: 'domain', code: 'unknown_value' }]);
  const { privateKey, publicKey } = await newSigningKey();
  const created_at = ctx.now();
  // A key made later stands beside the one before it, whose signatures are still being checked.
  const selector = `pniya${created_at.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const private_key = ctx.secrets.seal(keyOwner(ctx.tenantId, domain), privateKey);
  if (!(await insertKey(ctx, { domain, selector, private_key, public_key: publicKey, created_at })))
    throw new Problem('conflict', 'already_there');
  ctx.announce({ kind: 'settings' });
  return shown(await requireKey(ctx, domain));
}

/** Looks the record up in the DNS. Problems: not_found. */
export async function checkDkimKeyOf(ctx: Context, domain: string): Promise<ShownKey> {
  requirePermission(ctx, 'settings:write');
  const key = await requireKey(ctx, domain);
  await updateKey(ctx, domain, { checked_at: ctx.now(), problem: await lookUp(ctx, key) });
  ctx.announce({ kind: 'settings' });
  return shown(await requireKey(ctx, domain));
}

/** Problems: not_found, unprocessable dkim_…: a signature that nobody can check is worse than none. */
export async function changeDkimKeyOf(
  ctx: Context,
  domain: string,
  { is_active }: { is_active: boolean },
): Promise<ShownKey> {
  requirePermission(ctx, 'settings:write');
  if (!is_active) {
    await requireKey(ctx, domain);
    await updateKey(ctx, domain, { is_active });
  } else {
    const { problem } = await checkDkimKeyOf(ctx, domain);
    if (problem !== null) throw new Problem('unprocessable', problem as RecordFault);
    await updateKey(ctx, domain, { is_active });
  }
  ctx.announce({ kind: 'settings' });
  return shown(await requireKey(ctx, domain));
}

/** Problems: not_found. */
export async function removeDkimKeyOf(ctx: Context, domain: string): Promise<void> {
  requirePermission(ctx, 'settings:write');
  if (!(await deleteKey(ctx, domain))) throw new Problem('not_found', 'not_found');
  ctx.announce({ kind: 'settings' });
}

/**
 * The key for mail written under an address, when its domain has an active one: what receivers compare the signature's domain
 * with is the one of the From field (RFC 7489, 3.1.1). One that can't be opened is as good as none: the mail is to leave.
 */
export async function signingKeyOf(ctx: Context, address: string): Promise<DkimKey | null> {
  const [key] = await selectKeys(ctx, address.split('@').at(-1)?.toLowerCase() ?? '');
  if (!key?.is_active) return null;
  try {
    const { domain, selector } = key;
    return {
      domain,
      selector,
      privateKey: ctx.secrets.open(keyOwner(ctx.tenantId, domain), key.private_key),
    };
  } catch (err) {
    if (!(err instanceof SealError)) throw err;
    ctx.log.error({ err, domain: key.domain }, 'mail is sent without its signature');
    return null;
  }
}

/** DNS's ways of saying that there is nothing. */
const nothing = new Set(['ENOTFOUND', 'ENODATA']);

async function lookUp(ctx: Context, key: KeyRecord): Promise<RecordFault | null> {
  try {
    return faultOfRecords(await ctx.mail.textRecords(recordName(key)), key.public_key);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return nothing.has(code) ? 'dkim_no_record' : 'dkim_dns_failed';
  }
}

async function requireKey(ctx: Context, domain: string): Promise<KeyRecord> {
  const [key] = await selectKeys(ctx, domain);
  if (!key) throw new Problem('not_found', 'not_found');
  return key;
}

function shown(record: KeyRecord): ShownKey {
  return {
    domain: record.domain,
    record_name: recordName(record),
    record_value: recordValue(record.public_key),
    is_active: record.is_active,
    created_at: record.created_at.toISOString(),
    checked_at: record.checked_at?.toISOString() ?? null,
    problem: record.problem,
  };
}

const keyOwner = (tenantId: string, domain: string) => `dkim ${tenantId} ${domain}`;
