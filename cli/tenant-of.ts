import { type Context, contextOf, type Means } from '../server/context.ts';
import { listTenants } from '../server/features/tenants/tenants.service.ts';
import { uuidOf, wireIdOf } from '../shared/id.ts';
import { CommandError } from './command.ts';
import { withMeans } from './open.ts';

/** The option that most commands share. */
export const tenantOption = { tenant: { type: 'string' } } as const;
export const tenantHelp = '--tenant <name|id|host>  which tenant; needed only when there are several';

type Found = Awaited<ReturnType<typeof listTenants>>[number];

/** Works in one tenant as Pniya itself. Throws CommandError when it isn't clear which tenant is meant. */
export async function inTenant<T>(named: string | undefined, work: (ctx: Context) => Promise<T>): Promise<T> {
  return await withMeans(async (means) => work(await contextOfNamed(means, named)));
}

async function contextOfNamed(means: Means, named: string | undefined): Promise<Context> {
  const tenants = await listTenants(means.db);
  const { tenantId } = named === undefined ? onlyOne(tenants) : oneNamed(tenants, named);
  return contextOf(means, tenantId, { kind: 'system' });
}

function onlyOne(tenants: readonly Found[]): Found {
  const [only, ...others] = tenants;
  if (!only)
    throw new CommandError('There is no tenant yet: npm start makes the first one, or use `tenant add`.');
  if (others.length > 0)
    throw new CommandError(`There are several tenants (${namesOf(tenants)}): choose one with --tenant.`);
  return only;
}

function oneNamed(tenants: readonly Found[], named: string): Found {
  const uuid = uuidOf(named) ?? named.toLowerCase();
  const found = tenants.filter(
    ({ tenantId, name, hosts }) =>
      tenantId === uuid || name === named.trim() || hosts.includes(named.toLowerCase()),
  );
  const [only, ...others] = found;
  if (!only) throw new CommandError(`There is no tenant "${named}"; there are ${namesOf(tenants)}.`);
  if (others.length > 0) {
    const ids = found.map(({ tenantId }) => wireIdOf(tenantId)).join(', ');
    throw new CommandError(
      `"${named}" is the name of several tenants: give --tenant one of their ids (${ids}).`,
    );
  }
  return only;
}

const namesOf = (tenants: readonly Found[]) => tenants.map(({ name }) => name).join(', ') || 'none';
