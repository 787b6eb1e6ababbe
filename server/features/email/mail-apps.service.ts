import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import {
  type changeMailApp,
  type listMailApps,
  type MailApp,
  type Provider,
  providers,
} from '../../../shared/mail-apps.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { badFields, Problem } from '../../problem.ts';
import { forgetAccess } from './access.service.ts';
import {
  type AppRecord,
  deleteApp,
  findApp,
  selectApps,
  selectAuthorizations,
  upsertApp,
} from './authorizations.sql.ts';
import { appSecretOwner } from './connections.ts';

export const callbackPath = '/api/mailboxes/oauth/callback';

/** `origin` is where people reach this console: what is registered at a provider must lead there. */
export async function listMailAppsOf(ctx: Context, origin: string): Promise<AnswerOf<typeof listMailApps>> {
  requirePermission(ctx, 'settings:read');
  const places = providers.map((provider) => {
    const { scope, appScope } = ctx.mail.providers[provider];
    return {
      provider,
      redirect_url: `${origin}${callbackPath}`,
      scopes: scope.split(' '),
      app_scopes: appScope.split(' '),
    };
  });
  return { items: (await selectApps(ctx)).map(shown), places };
}

/** Problems: `required` for what a first time needs, `invalid` for a service account's file. */
export async function changeMailAppOf(
  ctx: Context,
  provider: Provider,
  given: BodyOf<typeof changeMailApp>,
): Promise<MailApp> {
  requirePermission(ctx, 'settings:write');
  return inTransaction(ctx, async (tx) => {
    const known = await findApp(tx, provider);
    const record = { ...appOf(tx, provider, given, known), ...serviceOf(tx, provider, given, known) };
    if (record.client_id === null && record.service_account === null)
      throw badFields([{ field: 'client_id', code: 'required' }]);
    await upsertApp(tx, record);
    for (const { mailbox_id, provider: used } of await selectAuthorizations(tx))
      if (used === provider) forgetAccess(tx, mailbox_id);
    tx.announce({ kind: 'settings' });
    return shown(record);
  });
}

type Given = BodyOf<typeof changeMailApp>;

function appOf(
  ctx: Context,
  provider: Provider,
  { client_id, client_secret, directory }: Given,
  known: AppRecord | undefined,
): Omit<AppRecord, 'service_account' | 'service_key'> {
  const id = client_id ?? known?.client_id ?? null;
  // The secret of one application is not that of another.
  const kept = id === known?.client_id ? (known?.client_secret ?? null) : null;
  const secret =
    client_secret === undefined
      ? kept
      : ctx.secrets.seal(appSecretOwner(ctx.tenantId, provider, 'client'), client_secret);
  const missing = [
    ...(id === null && secret !== null ? ['client_id'] : []),
    ...(id !== null && secret === null ? ['client_secret'] : []),
  ];
  const place = provider === 'microsoft' ? (directory ?? known?.directory ?? null) : null;
  if (provider === 'microsoft' && place === null) missing.push('directory');
  if (missing.length > 0) throw badFields(missing.map((field) => ({ field, code: 'required' as const })));
  return { provider, client_id: id, client_secret: secret, directory: place };
}

const serviceFile = z.object({ client_email: z.email(), private_key: z.string() });

function serviceOf(
  ctx: Context,
  provider: Provider,
  { service_key: text }: Given,
  known: AppRecord | undefined,
): Pick<AppRecord, 'service_account' | 'service_key'> {
  if (text === undefined)
    return { service_account: known?.service_account ?? null, service_key: known?.service_key ?? null };
  const file = provider === 'google' ? serviceFile.safeParse(jsonOf(text)).data : undefined;
  if (!file || !isKey(file.private_key)) throw badFields([{ field: 'service_key', code: 'invalid' }]);
  const owner = appSecretOwner(ctx.tenantId, provider, 'service');
  return { service_account: file.client_email, service_key: ctx.secrets.seal(owner, file.private_key) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** Problems: not_found, conflict in_use. */
export async function removeMailAppOf(ctx: Context, provider: Provider): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await inTransaction(ctx, async (tx) => {
    if ((await selectAuthorizations(tx)).some((one) => one.provider === provider))
      throw new Problem('conflict', 'in_use');
    if (!(await deleteApp(tx, provider))) throw new Problem('not_found', 'not_found');
    tx.announce({ kind: 'settings' });
  });
}

const shown = ({ provider, client_id, directory, service_account }: AppRecord): MailApp => ({
  provider,
  client_id,
  directory,
  service_account,
});
