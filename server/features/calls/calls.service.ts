import type {
  Call,
  countCalls,
  listCallQueues,
  listCalls,
  listLiveCalls,
  readCall,
} from '../../../shared/calls.ts';
import type { AnswerOf, QueryOf } from '../../../shared/endpoint.ts';
import { instantOfLocal } from '../../../shared/local-time.ts';
import { type Context, requirePermission } from '../../context.ts';
import { pageKey, readPageKey } from '../../page-key.ts';
import type { PhoneEvent } from '../../phone/event.ts';
import { Problem } from '../../problem.ts';
import { phoneSearchOf, readAccounts } from '../accounts/accounts.service.ts';
import {
  type CallRecord,
  countSome,
  eventsOf,
  findCall,
  listBefore,
  listLive,
  queuesOfCalls,
} from './calls.sql.ts';
import { findConnection, selectConnections } from './connections.sql.ts';
import { decisionsOf } from './decisions.sql.ts';
import { inOrder } from './reduce.ts';
import { callShown, decisionShown, userNamed } from './shown.ts';

const liveShown = 200;
const mostCounted = 1000;
const leastDigits = 4;
const mostQueues = 500;
const dayMs = 24 * 3_600_000;

/** Calls, newest first, a page at a time. */
export async function listCallsOf(
  ctx: Context,
  query: QueryOf<typeof listCalls>,
): Promise<AnswerOf<typeof listCalls>> {
  requirePermission(ctx, 'tickets:read');
  const { after, limit, phone, account, missed, unclassified, unbooked, ...rest } = query;
  const { day, pulled, without_queue, ...equal } = rest;
  const before = after === undefined ? null : readPageKey(after, ['instant', 'uuid'], 'after');
  const lists = await ctx.lists.of(ctx.tenantId);
  const number = phone === undefined ? undefined : phoneSearchOf(phone, lists.phoneRegion, leastDigits);
  if (number === null) return { items: [], after: null };
  const filter = {
    ...equal,
    account: account === undefined ? undefined : await numbersOf(ctx, account),
    phone: number,
    isMissed: missed !== undefined,
    isUnclassified: unclassified !== undefined,
    isUnbooked: unbooked === undefined ? undefined : unbooked === 'true',
    isPulled: pulled === undefined ? undefined : pulled === 'true',
    isWithoutQueue: without_queue !== undefined,
    day: day === undefined ? undefined : await dayOf(ctx, day, query.connection),
  };
  const records = await listBefore(ctx, filter, before, limit + 1);
  const page = records.slice(0, limit);
  const last = records.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map((record) => callShown(record, lists)),
    after: last ? pageKey([last.started_at.toISOString(), last.id]) : null,
  };
}

/** A day from its beginning to its end, by the clock of the exchange or of the tenant. */
async function dayOf(ctx: Context, day: string, connectionId: string | undefined) {
  const connection = connectionId === undefined ? undefined : await findConnection(ctx, connectionId);
  const timezone = connection?.timezone ?? (await ctx.lists.of(ctx.tenantId)).timezone;
  const start = Date.parse(day);
  return { since: instantOfLocal(start, timezone), until: instantOfLocal(start + dayMs, timezone) };
}

/** The names of all queues, by the alphabet. */
export async function listQueuesOf(ctx: Context): Promise<AnswerOf<typeof listCallQueues>> {
  requirePermission(ctx, 'tickets:read');
  const [seen, connections] = await Promise.all([queuesOfCalls(ctx, mostQueues), selectConnections(ctx)]);
  const set = connections.flatMap(({ queues }) => (queues as { queue: string }[]).map(({ queue }) => queue));
  const names = [...new Set([...seen, ...set])].sort((one, other) => one.localeCompare(other, 'he'));
  return { items: names.slice(0, mostQueues) };
}

async function numbersOf(ctx: Context, accountId: string) {
  const [account] = await readAccounts(ctx, [accountId]);
  const phones = account?.contacts.filter(({ kind }) => kind === 'phone').map(({ value }) => value) ?? [];
  return { id: accountId, phones };
}

/** What rings and what is spoken, and what of it is the caller's own. */
export async function listLiveCallsOf(ctx: Context): Promise<AnswerOf<typeof listLiveCalls>> {
  requirePermission(ctx, 'tickets:read');
  const [records, lists] = await Promise.all([listLive(ctx, liveShown), ctx.lists.of(ctx.tenantId)]);
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : '';
  return {
    items: records.map((record) => ({
      ...callShown(record, lists),
      is_mine: record.state === 'ringing' ? record.ringing.includes(me) : record.user_id === me,
      ringing: record.ringing.flatMap((id) => userNamed(id, lists) ?? []),
    })),
  };
}

export async function countCallsOf(ctx: Context): Promise<AnswerOf<typeof countCalls>> {
  requirePermission(ctx, 'tickets:read');
  return countSome(ctx, ctx.actor.kind === 'user' ? ctx.actor.id : null, mostCounted);
}

/** The call, or not_found: another tenant's id is as unknown as any. */
export async function requireCall(ctx: Context, id: string): Promise<CallRecord> {
  const record = await findCall(ctx, id);
  if (!record) throw new Problem('not_found', 'not_found');
  return record;
}

export async function readCallOf(ctx: Context, id: string): Promise<AnswerOf<typeof readCall>> {
  requirePermission(ctx, 'tickets:read');
  const [call, events, decisions, lists] = await Promise.all([
    callNow(ctx, id),
    eventsOf(ctx, id),
    decisionsOf(ctx, id),
    ctx.lists.of(ctx.tenantId),
  ]);
  const told = events.map(({ event, received_at }) => ({
    event: event as unknown as PhoneEvent,
    receivedAt: received_at,
  }));
  return {
    call,
    events: inOrder(told).map(({ event, at }) => ({
      kind: event.kind,
      at: at.toISOString(),
      said: event.said,
    })),
    decisions: decisions.map((decision) => decisionShown(decision, lists)),
  };
}

export async function callNow(ctx: Context, id: string): Promise<Call> {
  const [record, lists] = await Promise.all([requireCall(ctx, id), ctx.lists.of(ctx.tenantId)]);
  return callShown(record, lists);
}
