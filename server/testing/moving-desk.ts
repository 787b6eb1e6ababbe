import assert from 'node:assert/strict';
import { CompiledQuery } from 'kysely';
import { findWaitingMistakes } from '../features/tickets/evidence.service.ts';
import type { Body } from './answered-desk.ts';
import { deliver, rawMail, settledLedger } from './mail-client.ts';
import type { Ask, TestApp, TestTenant } from './start-test-app.ts';

/** A tenant and one of its people. */
export interface MovingDesk {
  readonly app: TestApp;
  readonly tenant: TestTenant;
  readonly ask: Ask;
}

export async function newDesk(app: TestApp): Promise<MovingDesk> {
  const tenant = await app.newTenant();
  return { app, tenant, ask: await tenant.asUser() };
}

/** One more mail, as a ticket of its own unless it answers something. */
export async function mail(
  { app, tenant, ask }: MovingDesk,
  rows: number,
  from: string,
  ...headers: string[]
): Promise<Body> {
  const subject = headers.some((line) => line.startsWith('Subject:')) ? [] : [`Subject: s${rows}`];
  const all = [`From: ${from}`, ...subject, `Message-ID: <m${rows}@x>`, ...headers];
  await deliver(app, tenant.mailAddress, rawMail(all, `word ${rows}`));
  const [row] = await settledLedger(ask, rows);
  return pageOf(ask, row.ticket_number);
}

export const pageOf = async (ask: Ask, number: number): Promise<Body> => {
  const answer = await ask('GET', `/api/tickets/${number}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

export async function done(asking: ReturnType<Ask>): Promise<Body> {
  const answer = await asking;
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

export const move = (ask: Ask, from: Body, messages: readonly Body[], to: Body) =>
  ask('POST', `/api/tickets/${from.ticket.id}/move`, {
    message_ids: messages.map(({ id }) => id),
    to: to.ticket.id,
  });
export const merge = (ask: Ask, from: Body, into: Body) =>
  ask('POST', `/api/tickets/${from.ticket.id}/merge`, { into: into.ticket.id });
export const undo = (ask: Ask, of: Body, { event_ids }: Body) =>
  ask('POST', `/api/tickets/${of.ticket.id}/undo`, { event_ids });

export const refused = (answer: Awaited<ReturnType<Ask>>, reason: string, status = 409) =>
  assert.deepEqual([answer.status, answer.body.reason], [status, reason], answer.text);

/** All that a move may touch, as the database has it. */
export async function stateOf({ app, tenant: { tenantId } }: MovingDesk): Promise<unknown> {
  const read = async (what: string) => {
    const query = `select to_jsonb(row) - 'updated_at' as row from (${what}) as row order by 1`;
    return (await app.means.db.executeQuery(CompiledQuery.raw(query, [tenantId]))).rows;
  };
  return {
    tickets: await read('select * from tickets where tenant_id = $1'),
    messages: await read(
      'select id, ticket_id, created_at, covered_after from messages where tenant_id = $1',
    ),
    handlings: await read('select * from handlings where tenant_id = $1'),
    intake: await read('select id, state, ticket_id, message_id from intake where tenant_id = $1'),
    deliveries: await read('select * from deliveries where tenant_id = $1'),
  };
}

export async function assertSound({ app, tenant, ask }: MovingDesk): Promise<void> {
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
  const { rows } = await app.means.db.executeQuery(
    CompiledQuery.raw(
      `select intake.id from intake left join messages on messages.tenant_id = intake.tenant_id and messages.id = intake.message_id
        and messages.ticket_id = intake.ticket_id where intake.tenant_id = $1 and intake.state = 'ticket' and messages.id is null`,
      [tenant.tenantId],
    ),
  );
  assert.deepEqual(rows, [], 'ledger rows whose message is elsewhere');
  const { channels } = (await ask('GET', `/api/intake/summary?since=${new Date(0).toISOString()}`)).body;
  for (const { total, tickets, replies, duplicate, ignored, rejected, quarantined, pending } of channels)
    assert.equal(total, tickets + replies + duplicate + ignored + rejected + quarantined + pending);
}
