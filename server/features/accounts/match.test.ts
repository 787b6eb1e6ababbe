import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../database/uuid.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import {
  accountCandidates,
  accountsExist,
  insertAccounts,
  matchAccounts,
  type NewAccount,
} from './accounts.service.ts';

let started: TestApp;
before(async () => {
  started = await startTestApp();
});
after(() => started.stop());

const newcomer = (tenantId: string, email: string | null, phone: string | null): NewAccount => ({
  tenantId,
  id: newId(),
  name: email ?? phone ?? '',
  email,
  phone,
  phoneShown: null,
});

test('many inquiries are matched at once: by e-mail, and only if there is none by phone', async () => {
  const { tenantId, ctx } = await started.newTenant();
  const other = await started.newTenant();
  const dana = newcomer(tenantId, 'dana@example.com', '+972549255555');
  const ruth = newcomer(tenantId, null, '+97235551234');
  const foreign = newcomer(other.tenantId, 'dana@example.com', '+972500000001');
  const made = await insertAccounts(ctx.db, [dana, ruth, foreign]);
  assert.deepEqual([...made].sort(), [dana.id, ruth.id, foreign.id].sort());
  const found = await matchAccounts(ctx.db, [
    { tenantId, email: 'dana@example.com', phone: '+97235551234' },
    { tenantId, email: 'nobody@example.com', phone: '+97235551234' },
    { tenantId, email: null, phone: '+972500000001' },
    { tenantId: other.tenantId, email: 'dana@example.com', phone: null },
    { tenantId, email: null, phone: null },
    { tenantId, email: '+972549255555', phone: 'dana@example.com' },
  ]);
  assert.deepEqual(found, [[dana.id], [ruth.id], [], [foreign.id], [], []]);
  assert.deepEqual(await matchAccounts(ctx.db, []), []);
});

test('a contact makes one account, however many inquiries come at once', async () => {
  const { tenantId, ctx } = await started.newTenant();
  const rows = Array.from({ length: 40 }, (_, index) =>
    newcomer(tenantId, `c${index % 8}@example.com`, null),
  );
  const batches = [rows.slice(0, 10), rows.slice(10, 20), rows.slice(20, 30), rows.slice(30)];
  const made = await Promise.all(batches.map((batch) => insertAccounts(ctx.db, batch)));
  assert.equal(
    made.reduce((sum, ids) => sum + ids.size, 0),
    8,
  );
  const contacts = await ctx.db
    .selectFrom('account_contacts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .execute();
  const accounts = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .execute();
  assert.equal(contacts.length, 8);
  assert.equal(accounts.length, 8);
});

test('two newcomers of one batch who share a phone: the second is left to be matched again', async () => {
  const { tenantId, ctx } = await started.newTenant();
  const first = newcomer(tenantId, 'one@example.com', '+972541111111');
  const second = newcomer(tenantId, 'two@example.com', '+972541111111');
  assert.deepEqual([...(await insertAccounts(ctx.db, [first, second]))], [first.id]);
  const again = await matchAccounts(ctx.db, [{ tenantId, email: 'two@example.com', phone: '+972541111111' }]);
  assert.deepEqual(again, [[first.id]]);
});

test('a second contact that another inquiry has taken stays with the other account', async () => {
  const { tenantId, ctx } = await started.newTenant();
  const first = newcomer(tenantId, null, '+972541111111');
  await insertAccounts(ctx.db, [first]);
  const second = newcomer(tenantId, 'two@example.com', '+972541111111');
  assert.deepEqual([...(await insertAccounts(ctx.db, [second]))], [second.id]);
  const found = await matchAccounts(ctx.db, [{ tenantId, email: null, phone: '+972541111111' }]);
  assert.deepEqual(found, [[first.id]]);
});

test('candidates are shown with their contacts; ids of another tenant do not exist', async () => {
  const { tenantId, ctx } = await started.newTenant();
  const other = await started.newTenant();
  const dana = {
    ...newcomer(tenantId, 'dana@example.com', '+972549255555'),
    name: 'דנה',
    phoneShown: '054-925-5555',
  };
  await insertAccounts(ctx.db, [dana]);
  const [shown, ...rest] = await accountCandidates(ctx, { email: null, phone: '+972 (0)54-925-5555' });
  assert.deepEqual(rest, []);
  assert.equal(shown?.name, 'דנה');
  assert.deepEqual(shown?.contacts, [
    { kind: 'phone', value: '+972549255555', shown: '054-925-5555', bounced: null },
    { kind: 'email', value: 'dana@example.com', shown: 'dana@example.com', bounced: null },
  ]);
  assert.deepEqual(
    await accountCandidates(other.ctx, { email: 'dana@example.com', phone: '0549255555' }),
    [],
  );
  assert.deepEqual([...(await accountsExist(ctx.db, tenantId, [dana.id, newId()]))], [dana.id]);
  assert.equal((await accountsExist(ctx.db, other.tenantId, [dana.id])).size, 0);
});
