import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { uuidOf } from '../../../shared/id.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { recordAccepted, recordFailed } from '../messages/delivery.service.ts';
import { findWaitingMistakes } from './evidence.service.ts';

let product: TestApp;
before(async () => {
  // Nobody sends: the outcomes of replies are part of the sequences.
  product = await startTestApp({ roles: ['api'] });
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';

/** The predicate in a few lines: instants are the steps' own numbers. */
class Model {
  words: number[] = [0];
  replies: { at: number; state: 'queued' | 'sent' | 'failed'; id: string }[] = [];
  reasons: { at: number; isUndone: boolean; events: string[]; isClosing: boolean }[] = [];
  isClosed = false;

  /** The step of the word that waits longest; null when the ticket is handled. */
  get waitsSince(): number | null {
    const handlings = [
      ...this.replies.filter((one) => one.state === 'sent').map((one) => one.at),
      ...this.reasons.filter((one) => !one.isUndone).map((one) => one.at),
    ];
    const covered = Math.max(-1, ...handlings);
    return this.words.find((word) => word > covered) ?? null;
  }
}

/** A ticket, those at work on it, and what the model thinks of it. */
interface Desk {
  readonly tenant: TestTenant;
  readonly client: Ask;
  readonly agent: Ask;
  readonly statuses: readonly string[];
  readonly id: string;
  readonly url: string;
  readonly model: Model;
}

/** `at` is the number of the step; `which` picks one of the replies or reasons so far. */
type Verb = (desk: Desk, at: number, which: number) => Promise<void>;

const reason = { code: 'no_question' };
const picked = <T>(some: readonly T[], which: number): T | undefined => some[which % (some.length || 1)];

async function settle(desk: Desk, which: number, state: 'sent' | 'failed'): Promise<void> {
  const reply = picked(desk.model.replies, which);
  if (!reply) return;
  const record = state === 'sent' ? recordAccepted : recordFailed;
  await record(desk.tenant.ctx, uuidOf(reply.id) ?? '', 'what the server said', 1);
  if (reply.state === 'queued') reply.state = state;
}

async function close({ agent, url, statuses, model }: Desk, at: number, saysWhy: boolean): Promise<void> {
  const mustSay = !model.isClosed && model.waitsSince !== null;
  const answer = await agent('PATCH', url, { status: statuses[3], ...(saysWhy && { reason }) });
  assert.equal(answer.status, mustSay && !saysWhy ? 409 : 200, answer.text);
  if (answer.status !== 200) return;
  if (mustSay) model.reasons.push({ at, isUndone: false, events: answer.body.event_ids, isClosing: true });
  model.isClosed = true;
}

async function move({ agent, url, statuses, model }: Desk, to: number): Promise<void> {
  assert.equal((await agent('PATCH', url, { status: statuses[to] })).status, 200);
  model.isClosed = false;
}

const verbs: Record<string, Verb> = {
  async word({ client, id, model }, at) {
    assert.equal((await client('POST', `/v2/tickets/${id}/messages`, { msg: `${at}` })).status, 201);
    model.words.push(at);
    model.isClosed = false;
  },
  async note({ agent, url }) {
    assert.equal((await agent('POST', `${url}/notes`, { text: 'הערה' })).status, 201);
  },
  async reply({ agent, url, model }, at) {
    const answer = await agent('POST', `${url}/replies`, { text: 'תשובה' });
    model.replies.push({ at, state: 'queued', id: answer.body.id });
  },
  async say({ agent, url, model }, at) {
    const { body } = await agent('POST', `${url}/no-answer-due`, reason);
    model.reasons.push({ at, isUndone: false, events: body.event_ids, isClosing: false });
  },
  accept: (desk, _at, which) => settle(desk, which, 'sent'),
  fail: (desk, _at, which) => settle(desk, which, 'failed'),
  async retry({ agent, model }, _at, which) {
    const reply = picked(model.replies, which);
    if (!reply) return;
    const answer = await agent('POST', `/api/messages/${reply.id}/retry`);
    assert.equal(answer.status, reply.state === 'failed' ? 204 : 409);
    if (reply.state === 'failed') reply.state = 'queued';
  },
  async undo({ agent, url, model }, _at, which) {
    const said = picked(model.reasons, which);
    if (!said) return;
    const { status: answered } = await agent('POST', `${url}/undo`, { event_ids: said.events });
    if (said.isUndone) assert.equal(answered, 409);
    if (answered !== 200) return;
    said.isUndone = true;
    if (said.isClosing) model.isClosed = false;
  },
  close: (desk, at) => close(desk, at, false),
  closeSaying: (desk, at) => close(desk, at, true),
  open: (desk) => move(desk, 0),
  wait: (desk) => move(desk, 2),
};

/** The clock is the model's, after each step. */
async function compare({ client, id, model }: Desk, after: string): Promise<void> {
  const { body: ticket } = await client('GET', `/v2/tickets/${id}`);
  const { body: messages } = await client('GET', `/v2/tickets/${id}/messages?limit=100`);
  const waits = model.waitsSince;
  const word = messages.items.find((one: { msg: string }) => one.msg === `${waits}`);
  assert.equal(ticket.waiting_since, waits === null ? null : word.created, `after ${after}`);
  assert.equal(ticket.is_handled, waits === null);
}

const steps = fc.array(fc.record({ verb: fc.constantFrom(...Object.keys(verbs)), which: fc.nat(20) }), {
  minLength: 3,
  maxLength: 14,
});

test('whatever happens in whatever order: waiting_since is the earliest word that nothing has handled', async () => {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const { body: lists } = await agent('GET', '/api/lists');
  const statuses = lists.statuses.map((one: { id: string }) => one.id);
  const follows = fc.asyncProperty(steps, async (happens) => {
    const body = { subject: 's', msg: '0', status, email: 'dana@example.com' };
    const { id } = (await client('POST', '/v2/tickets/create', body)).body;
    const desk = { tenant, client, agent, statuses, id, url: `/api/tickets/${id}`, model: new Model() };
    for (const [index, { verb, which }] of happens.entries()) {
      await sleep(2); // instants are kept by the millisecond
      await verbs[verb]?.(desk, index + 1, which);
      await compare(desk, verb);
    }
    const { body: page } = await agent('GET', '/api/tickets?view=all&limit=1');
    const { ticket } = (await agent('GET', `/api/tickets/${page.items[0].number}`)).body;
    assert.equal(ticket.closed_at !== null, desk.model.isClosed);
    assert.equal(ticket.handling === null, desk.model.waitsSince !== null);
  });
  await fc.assert(follows, { numRuns: 60, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false });
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
});
