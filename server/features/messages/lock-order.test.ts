import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import { uuidOf, wireIdOf } from '../../../shared/id.ts';
import { contextOf } from '../../context.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { findWaitingMistakes } from '../tickets/evidence.service.ts';
import { recordAccepted, resumeLostDeliveries } from './delivery.service.ts';
import { markNotArrivedOf } from './reports.service.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp({ roles: ['api'] }); // nobody sends: replies are accepted by the test
});
after(() => product.stop());

const open = '233476065495939904005866822871905093425';
const day = 86_400_000;

const read = async <T>(query: string, ...values: unknown[]): Promise<readonly T[]> =>
  (await product.means.db.executeQuery<T>(CompiledQuery.raw(query, values))).rows;

interface Desk {
  readonly tenant: TestTenant;
  readonly client: Ask;
  readonly agent: Ask;
  /** One has a reply that was sent, and was merged with another before. */
  readonly tickets: readonly [string, string, string];
  /** The merge's history line. */
  readonly merged: readonly string[];
  readonly sent: string;
}

async function newDesk(): Promise<Desk> {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser()];
  const made = async () => {
    const body = { subject: 's', msg: 'x', status: open, email: `dana@${tenant.host}` };
    return (await client('POST', '/v2/tickets/create', body)).body.id as string;
  };
  const tickets = [await made(), await made(), await made()] as const;
  const merge = await agent('POST', `/api/tickets/${tickets[2]}/merge`, { into: tickets[0] });
  const reply = await agent('POST', `/api/tickets/${tickets[0]}/replies`, { text: 'x' });
  assert.deepEqual([merge.status, reply.status], [200, 201]);
  const sent = uuidOf(reply.body.id) ?? '';
  await product.means.db
    .updateTable('deliveries')
    .set({ attempts: 1 })
    .where('message_id', '=', sent)
    .execute();
  return { tenant, client, agent, tickets, merged: merge.body.event_ids, sent };
}

/** What happens at once: each is done, or refused in words. */
const verbs: Record<string, (desk: Desk) => Promise<unknown>> = {
  accepted: ({ tenant, sent }) => recordAccepted(tenant.ctx, sent, 'ok', 1),
  merge: ({ agent, tickets: [one, two] }) =>
    answered(agent('POST', `/api/tickets/${one}/merge`, { into: two })),
  mergeBack: ({ agent, tickets: [one, two] }) =>
    answered(agent('POST', `/api/tickets/${two}/merge`, { into: one })),
  unmerge: ({ agent, tickets: [, , three], merged }) =>
    answered(agent('POST', `/api/tickets/${three}/undo`, { event_ids: merged })),
  word: ({ client, tickets: [, , three] }) =>
    answered(client('POST', `/v2/tickets/${three}/messages`, { msg: 'x' })),
};

async function answered(asking: ReturnType<Ask>): Promise<void> {
  const { status, text } = await asking;
  assert.ok([200, 201, 409].includes(status), text);
}

/** Starts them one after the other, each once the one before it waits for a ticket that somebody has locked, and lets go. */
async function atOnce(desk: Desk, order: readonly string[], locked: number): Promise<void> {
  let settled = 0;
  const asked: Promise<unknown>[] = [];
  await product.means.db.transaction().execute(async (db) => {
    const door = CompiledQuery.raw('select from tickets where id = $1 for no key update', [
      uuidOf(desk.tickets[locked] ?? ''),
    ]);
    await db.executeQuery(door);
    for (const verb of order) {
      const asking = verbs[verb]?.(desk).finally(() => {
        settled += 1;
      });
      asking?.catch(() => undefined); // judged below
      if (asking) asked.push(asking);
      await waitingOrDone(asked.length, () => settled);
    }
  });
  await Promise.all(asked);
}

async function waitingOrDone(many: number, settled: () => number): Promise<void> {
  const query = `select count(*)::int as many from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  for (let turn = 0; turn < 500; turn += 1) {
    const [row] = await read<{ many: number }>(query);
    if ((row?.many ?? 0) + settled() >= many) return;
    await pause(4);
  }
  assert.fail('neither done nor waiting');
}

async function assertSound({ tenant, sent }: Desk): Promise<void> {
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 5), []);
  const rows = await read<{ state: string; is_there: boolean }>(
    `select state, exists (select from handlings where handlings.message_id = messages.id and kind = 'reply' and undone_at is null
        and handlings.ticket_id = messages.ticket_id) as is_there
      from messages join deliveries on deliveries.message_id = messages.id where messages.id = $1`,
    sent,
  );
  assert.deepEqual(rows, [{ state: 'sent', is_there: true }], 'its evidence is where it is');
  const later = { ...product.means, now: () => new Date(Date.now() + day) };
  const lost = await resumeLostDeliveries(contextOf(later, tenant.tenantId, { kind: 'system' }));
  assert.equal(lost, 0, 'what was accepted is sent once');
}

const others = Object.keys(verbs).filter((verb) => verb !== 'accepted' && verb !== 'merge');
const orders = fc.subarray(others).chain((some) => {
  const all = ['accepted', 'merge', ...some];
  return fc.shuffledSubarray(all, { minLength: all.length });
});

test('a reply is accepted while its ticket is merged: its evidence is where it is, nobody waits for ever', async () => {
  const run = fc.asyncProperty(orders, fc.nat(2), async (order, locked) => {
    const desk = await newDesk();
    await atOnce(desk, order, locked);
    await assertSound(desk);
  });
  const examples: [string[], number][] = [
    [['accepted', 'merge'], 0],
    [['merge', 'accepted'], 0],
  ];
  await fc.assert(run, { numRuns: 20, endOnFailure: true, examples });
});

test('a mail is passed on while its ticket is merged: the forward stands where the mail does', async () => {
  const desk = await newDesk();
  const url = `/api/messages/${wireIdOf(desk.sent)}/forward`;
  const to = [{ name: '', address: 'courier@elsewhere.example' }];
  verbs.forward = ({ agent }) => answered(agent('POST', url, { text: 'x', to, include_attachments: false }));
  await atOnce(desk, ['merge', 'forward'], 0);
  const query = `select count(*)::int as many, count(distinct ticket_id)::int as tickets from messages where id = $1 or forwards_id = $1`;
  assert.deepEqual(await read(query, desk.sent), [{ many: 2, tickets: 1 }]);
});

test('a mail that did not arrive is marked while its ticket is merged: what follows is where it is', async () => {
  const desk = await newDesk();
  await recordAccepted(desk.tenant.ctx, desk.sent, 'ok', 1);
  const { ctx } = desk.tenant;
  verbs.lost = () => markNotArrivedOf(ctx, desk.sent);
  await atOnce(desk, ['merge', 'lost'], 0);
  const rows = await read<{ kind: string }>(
    `select kind from events where kind = 'reply_bounced' and ticket_id = (select ticket_id from messages where id = $1)`,
    desk.sent,
  );
  assert.equal(rows.length, 1);
  assert.deepEqual(await findWaitingMistakes(ctx, 5), []);
});
