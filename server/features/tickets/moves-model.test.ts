import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import { uuidOf } from '../../../shared/id.ts';
import {
  type Answer,
  type Ask,
  startTestApp,
  type TestApp,
  type TestTenant,
} from '../../testing/start-test-app.ts';
import { recordAccepted, recordPostponed } from '../messages/delivery.service.ts';
import { findWaitingMistakes } from './evidence.service.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp({ roles: ['api'] }); // nobody sends: replies are accepted by the sequences
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';
const [customers, mostTickets] = [3, 9];

interface Desk {
  readonly tenant: TestTenant;
  readonly client: Ask;
  readonly agent: Ask;
  readonly tickets: string[];
  readonly queued: string[];
}

/** The words that wait, each by its id: what the predicate says, read from the rows themselves. */
async function waiting({ tenantId }: TestTenant): Promise<Set<string>> {
  const query = `select word.id from messages as word where tenant_id = $1 and direction = 'inbound' and not exists (
    select from handlings where handlings.tenant_id = $1 and handlings.ticket_id = word.ticket_id and undone_at is null
      and at >= word.created_at and (word.covered_after is null or at >= word.covered_after))`;
  const { rows } = await product.means.db.executeQuery<{ id: string }>(CompiledQuery.raw(query, [tenantId]));
  return new Set(rows.map(({ id }) => id));
}

/** All that moves may touch. */
async function everything({ tenantId }: TestTenant, tickets: readonly string[]): Promise<string> {
  const query = `select json_agg(row order by row::text)::text as all from (
    select to_jsonb(tickets) - 'updated_at' as row from tickets where tenant_id = $1 and id = any($2::uuid[])
    union all select to_jsonb(messages) from messages where tenant_id = $1
    union all select to_jsonb(handlings) from handlings where tenant_id = $1
    union all select to_jsonb(intake) from intake where tenant_id = $1) as rows`;
  const ids = tickets.map((id) => uuidOf(id) ?? '');
  const { rows } = await product.means.db.executeQuery<{ all: string }>(
    CompiledQuery.raw(query, [tenantId, ids]),
  );
  return rows[0]?.all ?? '';
}

const picked = <T>(some: readonly T[], which: number): T => some[which % some.length] as T;
const idsOf = async ({ agent }: Desk, ticket: string): Promise<string[]> =>
  (await agent('GET', `/api/tickets/${ticket}/messages`)).body.items.map((one: { id: string }) => one.id);

/** A move, split or merge: what waited, waits; taken back at once, all is as it was. */
async function relocated(desk: Desk, from: string, asking: () => Promise<Answer>, isTakenBack: boolean) {
  const { tenant, agent, tickets } = desk;
  const [waited, was] = [await waiting(tenant), await everything(tenant, tickets)];
  const answer = await asking();
  assert.ok([200, 409].includes(answer.status), answer.text);
  if (answer.status !== 200) return assert.equal(await everything(tenant, tickets), was);
  const waits = await waiting(tenant);
  assert.deepEqual(
    [...waited].filter((id) => !waits.has(id)),
    [],
    'a word that waited waits no longer',
  );
  if (isTakenBack) {
    const undone = await agent('POST', `/api/tickets/${from}/undo`, { event_ids: answer.body.event_ids });
    assert.equal(undone.status, 200, undone.text);
    assert.equal(await everything(tenant, tickets), was);
    assert.deepEqual(await waiting(tenant), waited);
  } else if (!tickets.includes(answer.body.to.id)) tickets.push(answer.body.to.id);
}

type Verb = (desk: Desk, which: number, other: number) => Promise<unknown>;

const verbs: Record<string, Verb> = {
  async word({ client, tickets }, which) {
    assert.equal(
      (await client('POST', `/v2/tickets/${picked(tickets, which)}/messages`, { msg: 'x' })).status,
      201,
    );
  },
  async reply({ agent, tickets, queued }, which) {
    const answer = await agent('POST', `/api/tickets/${picked(tickets, which)}/replies`, { text: 'x' });
    assert.ok([201, 409].includes(answer.status), answer.text);
    if (answer.status === 201) queued.push(answer.body.id);
  },
  async accepted({ tenant, queued }, which) {
    if (queued.length > 0) await recordAccepted(tenant.ctx, uuidOf(picked(queued, which)) ?? '', 'ok', 1);
  },
  async postponed({ tenant, queued }, which, other) {
    const [id, answer] = [uuidOf(queued.length > 0 ? picked(queued, which) : '') ?? '', 'later'];
    if (id !== '')
      await recordPostponed(tenant.ctx, id, { answer, isUncertain: other % 3 === 0 }, 1, new Date());
  },
  async takenBack({ agent, queued }, which) {
    if (queued.length === 0) return;
    const { status } = await agent('POST', `/api/messages/${picked(queued, which)}/unsend`);
    assert.ok([200, 404, 409].includes(status), `${status}`);
  },
  async reason({ agent, tickets }, which) {
    const url = `/api/tickets/${picked(tickets, which)}/no-answer-due`;
    assert.ok([200, 409].includes((await agent('POST', url, { code: 'no_question' })).status));
  },
  async move(desk, which, other) {
    const [from, to] = [picked(desk.tickets, which), picked(desk.tickets, other)];
    const ids = await idsOf(desk, from);
    if (ids.length === 0) return;
    const body = { message_ids: [picked(ids, other)], to };
    await relocated(desk, from, () => desk.agent('POST', `/api/tickets/${from}/move`, body), other % 2 === 0);
  },
  async split(desk, which, other) {
    const from = picked(desk.tickets, which);
    const ids = await idsOf(desk, from);
    if (ids.length === 0 || desk.tickets.length >= mostTickets) return;
    const body = { message_ids: [picked(ids, other)] };
    await relocated(
      desk,
      from,
      () => desk.agent('POST', `/api/tickets/${from}/split`, body),
      other % 2 === 0,
    );
  },
  async merge(desk, which, other) {
    const [from, into] = [picked(desk.tickets, which), picked(desk.tickets, other)];
    await relocated(
      desk,
      from,
      () => desk.agent('POST', `/api/tickets/${from}/merge`, { into }),
      other % 2 === 0,
    );
  },
};

async function assertSound({ tenant, client }: Desk, words: number): Promise<void> {
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
  const query = `select count(*)::int as many from intake join messages on messages.tenant_id = $1 and messages.id = intake.message_id
    and messages.ticket_id = intake.ticket_id where intake.tenant_id = $1 and intake.state = 'ticket'`;
  const { rows } = await product.means.db.executeQuery<{ many: number }>(
    CompiledQuery.raw(query, [tenant.tenantId]),
  );
  assert.equal(rows[0]?.many, words, 'each ledger row leads to its message');
  const { items } = (await client('GET', '/v2/tickets?limit=100')).body;
  for (const { merged_into: into } of items as { merged_into: string | null }[])
    if (into !== null) assert.equal(items.find((one: { id: string }) => one.id === into).merged_into, null);
}

const step = fc.record({
  verb: fc.constantFrom(...Object.keys(verbs)),
  which: fc.nat(20),
  other: fc.nat(20),
});

test('whatever is moved, split and merged: nothing that waited is ever handled by it, the ledger follows, undo is exact', async () => {
  const run = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
    const tenant = await product.newTenant();
    const desk: Desk = {
      ...{ tenant, client: await tenant.asClient(), agent: await tenant.asUser() },
      ...{ tickets: [], queued: [] },
    };
    for (let at = 0; at < customers; at += 1) {
      const body = { subject: `s${at}`, msg: 'x', status, email: `c${at}@client.example` };
      desk.tickets.push((await desk.client('POST', '/v2/tickets/create', body)).body.id);
    }
    for (const { verb, which, other } of steps) await verbs[verb]?.(desk, which, other);
    const words = customers + steps.filter(({ verb }) => verb === 'word').length;
    await assertSound(desk, words);
  });
  await fc.assert(run, { numRuns: 15 });
});
