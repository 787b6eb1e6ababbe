import { addTenant, addTenantHosts, listTenants } from '../server/features/tenants/tenants.service.ts';
import { wireIdOf } from '../shared/id.ts';
import { CommandError, command, required, UsageError } from './command.ts';
import { withMeans } from './open.ts';
import { table } from './table.ts';
import { inTenant, tenantHelp, tenantOption } from './tenant-of.ts';

const hostHelp = '--host <name>  a host name that finds the tenant; may be repeated';

const tenantAdd = command({
  name: 'tenant add',
  summary: 'add a business',
  help: [
    '--name <name>',
    `${hostHelp}; needed from the second tenant on`,
    '--language <he|en>  he unless told',
  ],
  options: {
    name: { type: 'string' },
    host: { type: 'string', multiple: true },
    language: { type: 'string', default: 'he' },
  },
  word: 'name',
  async run({ name, host = [], language }) {
    const wanted = required(name, 'name');
    if (language !== 'he' && language !== 'en') throw new UsageError('--language is he or en.');
    return await withMeans(async (means) => {
      const others = await listTenants(means.db);
      const homeless = others.filter(({ hosts }) => hosts.length === 0);
      if (homeless.length > 0)
        throw new CommandError(
          `With more than one tenant each needs a host name: first give one to ${homeless[0]?.name} with \`tenant host\`.`,
        );
      if (others.length > 0 && host.length === 0)
        throw new CommandError(
          'With more than one tenant each needs a host name: give this one with --host.',
        );
      const { tenantId } = await addTenant(means.db, { name: wanted, hosts: host, language });
      means.announce(tenantId, { kind: 'settings' });
      const id = wireIdOf(tenantId);
      return { json: { id, name: wanted, hosts: host }, text: `Tenant ${wanted} is added (id ${id}).` };
    });
  },
});

const tenantHost = command({
  name: 'tenant host',
  summary: 'give a tenant more host names',
  help: [hostHelp, tenantHelp],
  options: { host: { type: 'string', multiple: true }, ...tenantOption },
  word: 'host',
  async run({ host = [], tenant }) {
    required(host[0], 'host');
    return await inTenant(tenant, async (ctx) => {
      await addTenantHosts(ctx.db, ctx.tenantId, host);
      ctx.announce({ kind: 'settings' });
      return {
        json: { id: wireIdOf(ctx.tenantId), added: host },
        text: `It answers on ${host.join(', ')} too.`,
      };
    });
  },
});

const tenantList = command({
  name: 'tenant list',
  summary: 'all businesses',
  help: [],
  options: {},
  async run() {
    return await withMeans(async ({ db }) => {
      const items = (await listTenants(db)).map(
        ({ tenantId, name, hosts, language, timezone, createdAt }) => {
          return {
            id: wireIdOf(tenantId),
            name,
            hosts,
            language,
            timezone,
            created_at: createdAt.toISOString(),
          };
        },
      );
      const rows = items.map((item) => [item.name, item.hosts.join(', ') || '(any)', item.language, item.id]);
      return { json: { items }, text: table(['NAME', 'HOSTS', 'LANGUAGE', 'ID'], rows) };
    });
  },
});

export const tenantCommands = [tenantAdd, tenantHost, tenantList];
