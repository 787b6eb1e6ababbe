import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Context } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import type { Work } from '../../jobs/queue.ts';
import { startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { runIntakeJobs } from './intake.jobs.ts';
import { recordArrival } from './interpret.service.ts';
import { openTicketOfItem } from './items.service.ts';
import { firstStatus, plainArrival } from './open.service.ts';

let app: TestApp;
before(async () => {
  // Nobody else works on what these tests put into the ledger.
  app = await startTestApp({ roles: ['api'] });
});
after(() => app.stop());

const mailOf = async (tenant: TestTenant) => {
  const { intakeId } = await recordArrival(app.means, {
    tenantId: tenant.tenantId,
    channel: 'email',
    source: 'mailbox',
    externalKey: null,
    rawSha256: randomBytes(32),
    rawBytes: 1,
    envelope: {},
  });
  const status_id = firstStatus(await tenant.ctx.lists.of(tenant.tenantId));
  return () =>
    plainArrival(tenant.ctx, {
      intake_id: intakeId,
      channel: 'email',
      subject: 'היכן ההזמנה?',
      text: 'עוד לא הגיעה',
      status_id,
      email: 'dana@example.org',
    });
};

const numbersOf = async (tenant: TestTenant) => {
  const tickets = app.means.db.selectFrom('tickets').select('number');
  const rows = await tickets.where('tenant_id', '=', tenant.tenantId).orderBy('number').execute();
  return rows.map(({ number }) => number);
};

test('a row that two jobs settle in one batch opens one ticket, and the numbers go on', async () => {
  const tenant = await app.newTenant();
  const [first, second] = [await mailOf(tenant), await mailOf(tenant)];
  const opened = await Promise.all(
    [first(), first(), second()].map((arrival) =>
      openTicketOfItem(tenant.ctx, arrival, [
        {
          id: newId(),
          fileSha256: randomBytes(32),
          sizeBytes: 3,
          name: 'a.txt',
          mediaType: 'text/plain',
          contentId: null,
          isInline: false,
        },
      ]),
    ),
  );
  assert.deepEqual(opened.map((number) => number ?? 0).sort(), [0, 1, 2]);
  assert.deepEqual(await numbersOf(tenant), [1, 2]);
  assert.equal(await openTicketOfItem(tenant.ctx, (await mailOf(tenant))(), []), 3);
});

test('a row that was settled before is left alone', async () => {
  const tenant = await app.newTenant();
  const mail = await mailOf(tenant);
  assert.equal(await openTicketOfItem(tenant.ctx, mail(), []), 1);
  assert.equal(await openTicketOfItem(tenant.ctx, mail(), []), null);
  assert.deepEqual(await numbersOf(tenant), [1]);
});

test('an item that is given again while it waits its turn is done once', async () => {
  const tenant = await app.newTenant();
  const { intake_id: intakeId } = (await mailOf(tenant))();
  const { promise: turn, resolve: itsTurn } = Promise.withResolvers<void>();
  const read: string[] = [];
  const works: Work[] = [];
  const queue = { work: async (_queue: string, work: Work) => void works.push(work) };
  const email = async (_ctx: Context, item: { id: string }) => {
    read.push(item.id);
    await turn;
  };
  await runIntakeJobs(queue, app.means, { email });
  const [work] = works;
  const job = { tenantId: tenant.tenantId, intakeId } as never;
  const first = work?.(job);
  await work?.(job);
  itsTurn();
  await first;
  assert.deepEqual(read, [intakeId]);
});
