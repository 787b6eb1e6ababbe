import { addApiClient, listApiClients, revokeApiClient } from '../server/features/oauth/oauth.service.ts';
import { apiClientShown } from '../server/features/oauth/shown.ts';
import * as contracts from '../shared/api-clients.ts';
import { uuidOf, wireIdOf } from '../shared/id.ts';
import { type Scope, scopes } from '../shared/permissions.ts';
import { checked } from './checked.ts';
import { CommandError, command, required } from './command.ts';
import { table } from './table.ts';
import { inTenant, tenantHelp, tenantOption } from './tenant-of.ts';

const clientAdd = command({
  name: 'api-client add',
  summary: 'add an API client; its secret is shown once',
  help: [
    '--name <name>  the day and time unless told',
    `--scope <a,b>  of ${scopes.join(', ')}; all unless told`,
    '--requests-per-minute <number>',
    tenantHelp,
  ],
  options: {
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
    'requests-per-minute': { type: 'string' },
    ...tenantOption,
  },
  word: 'name',
  async run({ name, scope, tenant, 'requests-per-minute': rate }) {
    const wanted = scope?.flatMap((part) => part.split(/[\s,]+/)).filter((part) => part !== '') ?? [
      ...scopes,
    ];
    const unknown = wanted.find((one) => !(scopes as readonly string[]).includes(one));
    if (unknown !== undefined)
      throw new CommandError(`There is no scope "${unknown}"; there are ${scopes.join(', ')}.`);
    const body = checked(contracts.addApiClient.body, {
      name: name ?? `API ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`,
      scopes: wanted as Scope[],
      requests_per_minute: rate === undefined ? null : Number(rate),
    });
    return await inTenant(tenant, async (ctx) => {
      const { id, client_id, client_secret } = await addApiClient(ctx, body);
      const json = { client_id, client_secret, id: wireIdOf(id), name: body.name, scopes: body.scopes };
      const text = `API client:  ${client_id}\nAPI secret:  ${client_secret}\nThe secret is shown this once.`;
      return { json, text };
    });
  },
});

const clientRevoke = command({
  name: 'api-client revoke',
  summary: 'revoke an API client for good; its tokens end at once',
  help: ['--client <client id|id>', tenantHelp],
  options: { client: { type: 'string' }, ...tenantOption },
  word: 'client',
  async run({ client, tenant }) {
    const named = required(client, 'client');
    return await inTenant(tenant, async (ctx) => {
      const uuid = uuidOf(named);
      const found = (await listApiClients(ctx)).find((one) => one.client_id === named || one.id === uuid);
      if (!found) throw new CommandError(`There is no API client "${named}".`);
      await revokeApiClient(ctx, found.id);
      const after = (await listApiClients(ctx)).find((one) => one.id === found.id) ?? found;
      return {
        json: apiClientShown(after),
        text: `API client ${found.client_id} (${found.name}) is revoked.`,
      };
    });
  },
});

const clientList = command({
  name: 'api-client list',
  summary: 'API clients, revoked ones included',
  help: [tenantHelp],
  options: tenantOption,
  async run({ tenant }) {
    return await inTenant(tenant, async (ctx) => {
      const items = (await listApiClients(ctx)).map(apiClientShown);
      const rows = items.map((item) => [
        item.name,
        item.client_id,
        item.revoked_at === null ? (item.is_active ? 'active' : 'inactive') : 'revoked',
        item.last_used_at?.slice(0, 16).replace('T', ' ') ?? 'never',
        item.scopes.length === scopes.length ? 'all' : item.scopes.join(','),
      ]);
      return {
        json: { items },
        text: table(['NAME', 'CLIENT ID', 'STATE', 'LAST USED (UTC)', 'SCOPES'], rows),
      };
    });
  },
});

export const clientCommands = [clientAdd, clientList, clientRevoke];
