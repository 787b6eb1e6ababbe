import { createHash, randomBytes } from 'node:crypto';
import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import type {
  addPhoneConnection,
  changePhoneConnection,
  listPhoneConnections,
  PhoneConnection,
  PhoneProvider,
  shownOnce,
} from '../../../shared/phone-connections.ts';
import { type Context, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, Problem } from '../../problem.ts';
import {
  type ConnectionRecord,
  findConnection,
  insertConnection,
  noteReceived,
  readUnknown,
  selectConnections,
  updateConnection,
} from './connections.sql.ts';
import {
  addressesOf,
  connectionShown,
  needsSecret,
  type QueueDepartment,
  queuesOf,
  secretOwner,
} from './connections.ts';

type ShownOnce = (typeof shownOnce)['_output'];

export async function listConnectionsOf(ctx: Context): Promise<AnswerOf<typeof listPhoneConnections>> {
  requirePermission(ctx, 'settings:read');
  const [records, unknown] = await Promise.all([selectConnections(ctx), readUnknown(ctx)]);
  return { items: records.map(connectionShown), refused_unknown: unknown };
}

/** Adds an exchange; its secret address is said this once, and kept as a hash. Problems: bad_request. */
export async function addConnectionOf(
  ctx: Context,
  given: BodyOf<typeof addPhoneConnection>,
  origin: string,
): Promise<ShownOnce> {
  requirePermission(ctx, 'settings:write');
  if (needsSecret(given.provider) && given.secret === null)
    throw badFields([{ field: 'secret', code: 'required' }]);
  await requireDepartments(ctx, given.department_id, given.queues, []);
  const { secret, queues, ...columns } = given;
  const id = newId();
  const token = newToken();
  await insertConnection(ctx, {
    ...columns,
    id,
    token_hash: hashOfToken(token),
    secret: secret === null ? null : ctx.secrets.seal(secretOwner(ctx.tenantId, id), secret),
    queues: JSON.stringify(queues),
  });
  ctx.announce({ kind: 'settings' });
  return shownWith(ctx, id, token, origin);
}

/** Problems: not_found, bad_request. */
export async function changeConnectionOf(
  ctx: Context,
  id: string,
  change: BodyOf<typeof changePhoneConnection>,
): Promise<{ connection: PhoneConnection }> {
  requirePermission(ctx, 'settings:write');
  const before = await requireConnection(ctx, id);
  await requireDepartments(ctx, change.department_id ?? null, change.queues ?? [], departmentsOf(before));
  const { secret, queues, ...columns } = change;
  await updateConnection(ctx, id, {
    ...(Object.fromEntries(
      Object.entries(columns).filter(([, value]) => value !== undefined),
    ) as typeof columns),
    ...(secret !== undefined && { secret: ctx.secrets.seal(secretOwner(ctx.tenantId, id), secret) }),
    ...(queues !== undefined && { queues: JSON.stringify(queues) }),
  });
  ctx.announce({ kind: 'settings' });
  return { connection: connectionShown(await requireConnection(ctx, id)) };
}

/** New secret addresses; the old ones end at once. Problems: not_found. */
export async function renewTokenOf(ctx: Context, id: string, origin: string): Promise<ShownOnce> {
  requirePermission(ctx, 'settings:write');
  const token = newToken();
  if (!(await updateConnection(ctx, id, { token_hash: hashOfToken(token) })))
    throw new Problem('not_found', 'not_found');
  ctx.announce({ kind: 'settings' });
  return shownWith(ctx, id, token, origin);
}

export async function requireConnection(ctx: Context, id: string): Promise<ConnectionRecord> {
  const record = await findConnection(ctx, id);
  if (!record) throw new Problem('not_found', 'not_found');
  return record;
}

/** What its provider was given; null when nothing was. Throws SealError. */
export function secretOf(ctx: Context, record: ConnectionRecord): string | null {
  return record.secret === null
    ? null
    : ctx.secrets.open(secretOwner(ctx.tenantId, record.id), record.secret);
}

/** The clock of the exchange; the tenant's where it has none of its own. */
export async function timezoneOf(ctx: Context, connection: ConnectionRecord): Promise<string> {
  return connection.timezone ?? (await ctx.lists.of(ctx.tenantId)).timezone;
}

/** 256 random bits: there is nothing to guess, so no slow hash is needed. */
const newToken = () => randomBytes(32).toString('base64url');
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest();

async function shownWith(ctx: Context, id: string, token: string, origin: string): Promise<ShownOnce> {
  const record = await requireConnection(ctx, id);
  return {
    connection: connectionShown(record),
    addresses: addressesOf(record.provider as PhoneProvider, origin, token),
  };
}

const departmentsOf = (record: ConnectionRecord) => [
  record.department_id,
  ...queuesOf(record).map(({ department_id }) => department_id),
];

/** Each must be the tenant's own and active, unless it was there before. */
async function requireDepartments(
  ctx: Context,
  department: string | null,
  queues: readonly QueueDepartment[],
  before: readonly (string | null)[],
): Promise<void> {
  const { departments } = await ctx.lists.of(ctx.tenantId);
  const isWrong = (id: string) => !before.includes(id) && !departments.get(id)?.isActive;
  if (department !== null && isWrong(department))
    throw badFields([{ field: 'department_id', code: 'unknown_value' }]);
  if (queues.some(({ department_id }) => isWrong(department_id)))
    throw badFields([{ field: 'queues', code: 'unknown_value' }]);
}

/** A call came by it now: of calls that no exchange has pushed. */
export function hearFrom(ctx: Context, connection: ConnectionRecord): Promise<void> {
  return noteReceived(ctx, connection);
}
