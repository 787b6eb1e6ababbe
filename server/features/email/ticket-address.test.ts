import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { uuidOf } from '../../../shared/id.ts';
import { parseMail } from '../../mail/parse.ts';
import { answeredDesk, type Body, type Desk, reply } from '../../testing/answered-desk.ts';
import { deliver, rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import { type InWorld, startInWorld } from '../../testing/start-in-world.ts';
import { tagged } from './ticket-address.ts';

let app: InWorld['app'];
let world: InWorld['world'];
let stop: InWorld['stop'];
before(async () => {
  ({ app, world, stop } = await startInWorld());
});
after(() => stop());

const mailboxOf = async ({ ask }: Pick<Desk, 'ask'>): Promise<Body> =>
  (await ask('GET', '/api/mailboxes')).body.items[0];
const lastTo = (address: string) => parseMail(world.to(address).at(-1)?.raw ?? Buffer.alloc(0));

/** What the next reply says of where answers are wanted. */
async function askedFor(desk: Desk): Promise<string | null> {
  const before = world.to(desk.customer).length;
  await reply(desk.ask, (await desk.page()).ticket.id);
  await until(desk.ask.bind(null, 'GET', '/api/tickets/1'), () => world.to(desk.customer).length > before);
  return lastTo(desk.customer).replyTo?.address ?? null;
}

test('where our own server takes the mail, answers are asked to the ticket’s address; whoever takes part joins by it alone', async () => {
  const desk = await answeredDesk(app, world);
  const { from, replyTo } = lastTo(desk.customer);
  assert.equal(from?.address, desk.tenant.mailAddress, 'who sends it stays plain');
  const at = replyTo?.address ?? '';
  assert.match(at, new RegExp(`^${desk.tenant.mailAddress.replace('@', '\\+1-[0-9a-f]{10}@')}$`));
  const hear = async (rows: number, who: string, subject: string, to = at) => {
    await deliver(
      app,
      to.toUpperCase(),
      rawMail([`From: ${who}`, `To: ${to}`, `Subject: ${subject}`], 'x'),
      who,
    );
    return (await settledLedger(desk.ask, rows))[0];
  };
  assert.equal((await hear(2, desk.customer, 'Re: something else')).ticket_number, 1);
  assert.equal((await hear(3, 'eve@evil.example', 'Re: x')).ticket_number, 2);
  const [other] = (await desk.ask('GET', '/api/lists')).body.statuses.filter(
    (one: Body) => one.type === 'closed',
  );
  const { ticket } = await desk.page();
  await reply(desk.ask, ticket.id, { status: other.id });
  await until(desk.ask.bind(null, 'GET', '/api/tickets/1'), (page) => page.ticket.is_handled);
  // Her address book offers it for whatever she writes next.
  const next = await hear(4, desk.customer, 'a new matter');
  assert.equal(next.ticket_number, 3);
  assert.equal((await desk.ask('GET', '/api/tickets/3')).body.ticket.maybe.number, 1);
  assert.equal((await hear(5, desk.customer, 'Re: order')).ticket_number, 1);
});

test('a mailbox that is read asks for it once a trial has come back, or when it is told to; another never', async () => {
  const desk = await answeredDesk(app, world);
  const { id } = await mailboxOf(desk);
  const change = (ticket_address: string) => desk.ask('PATCH', `/api/mailboxes/${id}`, { ticket_address });
  await change('off');
  assert.equal(await askedFor(desk), null);
  await change('auto');
  await sql`insert into mailbox_connections (tenant_id, mailbox_id, host, port, security, username, secret, connected_at)
    values (${desk.tenant.tenantId}, ${uuidOf(id)}, 'imap.example', 993, 'tls', 'x', '\\x00', now())`.execute(
    app.means.db,
  );
  assert.equal((await mailboxOf(desk)).uses_ticket_address, false);
  assert.equal(await askedFor(desk), null);
  const { status, body } = await desk.ask('POST', `/api/mailboxes/${id}/ticket-address/trial`);
  assert.deepEqual([status, body.problem], [200, null]);
  const [trial] = world.to(body.to);
  assert.ok(trial, 'it was sent');
  // Others hold that address: another mailbox, and somebody who invents one.
  const forged = trial.raw.toString().replaceAll(body.to, body.to.replace(/.@/, 'x@'));
  await deliver(app, desk.tenant.mailAddress, forged);
  await settledLedger(desk.ask, 2);
  assert.equal((await mailboxOf(desk)).ticket_address_proven_at, null);
  await deliver(app, desk.tenant.mailAddress, trial.raw);
  const [row] = await settledLedger(desk.ask, 3);
  assert.deepEqual([row.state, row.reason], ['ignored', 'rule:own_mail']);
  const known = await mailboxOf(desk);
  assert.deepEqual([known.uses_ticket_address, known.ticket_address_proven_at !== null], [true, true]);
  assert.match((await askedFor(desk)) ?? '', /\+1-/);
  const viewer = await desk.tenant.asUser('viewer');
  assert.equal((await viewer('POST', `/api/mailboxes/${id}/ticket-address/trial`)).status, 403);
});

test('an address with a tag of its own, or too long for one, gets none', () => {
  assert.equal(tagged('support@x', 't'), 'support+t@x');
  assert.equal(tagged('support+il@x', 't'), null);
  assert.equal(tagged(`${'s'.repeat(60)}@x`, '12-0123456789'), null);
});
