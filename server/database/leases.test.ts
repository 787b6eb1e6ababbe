import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { silentLog } from '../log.ts';
import { type FreshDatabase, freshDatabase } from '../testing/test-postgres.ts';
import { Leases } from './leases.ts';

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase();
});
after(() => database.drop());

const leases = () => new Leases(database.connection, silentLog);

test('one of all holds it, and the next when it is released', async () => {
  const [one, other] = [leases(), leases()];
  const lease = await one.take('a');
  assert.ok(lease);
  assert.equal(await other.take('a'), null);
  assert.equal(await one.take('a'), null);
  assert.ok(await other.take('b'));
  await lease.release();
  await lease.release();
  assert.ok(await other.take('a'));
  await Promise.all([one.close(), other.close()]);
});

test('who is closed holds nothing any more', async () => {
  const [one, other] = [leases(), leases()];
  assert.ok(await one.take('c'));
  await one.close();
  assert.ok(await other.take('c'));
  assert.equal(await one.take('d'), null);
  await other.close();
});

test('a connection that breaks loses its leases, says so, and they can be taken again', async () => {
  const [one, other] = [leases(), leases()];
  const lease = await one.take('e');
  assert.ok(lease);
  const lost = new Promise((resolve) => lease.lost.addEventListener('abort', resolve));
  const admin = new pg.Client(database.connection);
  await admin.connect();
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'pniya leases' and datname = current_database() and pid <> pg_backend_pid()`);
  await admin.end();
  await lost;
  const next = await other.take('e');
  assert.ok(next);
  assert.equal(await one.take('e'), null);
  await lease.release();
  assert.equal(await one.take('e'), null, 'a lease that was lost releases nothing of others');
  await Promise.all([one.close(), other.close()]);
});
