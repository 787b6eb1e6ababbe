import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Pniya, pniyaWith } from '../server/testing/cli-process.ts';
import { type FreshDatabase, freshDatabase } from '../server/testing/test-postgres.ts';

let database: FreshDatabase;
let pniya: Pniya;

before(async () => {
  database = await freshDatabase();
  pniya = pniyaWith({ DATABASE_URL: database.url });
});
after(() => database.drop());

test('tenants: hosts are asked for from the second on; then a tenant is named by name, id or host', async () => {
  const none = await pniya('user', 'list');
  assert.deepEqual([none.code, none.out], [1, '']);
  assert.match(none.err, /^There is no tenant yet: npm start makes the first one, or use `tenant add`\.\n$/);

  const first = await pniya('tenant', 'add', 'מכולת דרור', '--json');
  assert.equal(first.code, 0, first.err);
  const refused = await pniya('tenant', 'add', '--name', 'שנייה', '--host', 'b.example.com');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /first give one to מכולת דרור with `tenant host`/);
  const hosted = await pniya('tenant', 'host', 'a.example.com');
  assert.equal(hosted.code, 0, hosted.err);
  const homeless = await pniya('tenant', 'add', '--name', 'שנייה');
  assert.match(homeless.err, /give this one with --host/);
  const taken = await pniya('tenant', 'add', '--name', 'שנייה', '--host', 'A.example.com');
  assert.deepEqual([taken.code, taken.err], [1, 'The host name belongs to another business.\n']);
  const second = await pniya(
    'tenant',
    'add',
    '--name',
    'שנייה',
    '--host',
    'b.example.com',
    '--host',
    'c.example.com',
    '--json',
  );
  assert.deepEqual(second.json().hosts, ['b.example.com', 'c.example.com']);

  const { items } = (await pniya('tenant', 'list', '--json')).json();
  assert.deepEqual(
    items.map((one: { name: string; hosts: string[] }) => [one.name, one.hosts]),
    [
      ['מכולת דרור', ['a.example.com']],
      ['שנייה', ['b.example.com', 'c.example.com']],
    ],
  );
  const unclear = await pniya('mailbox', 'list');
  assert.equal(unclear.code, 1);
  assert.match(unclear.err, /several tenants \(מכולת דרור, שנייה\): choose one with --tenant/);
  for (const named of ['שנייה', second.json().id, 'c.example.com']) {
    const added = await pniya('mailbox', 'add', `m${named.length}@b.example.com`, '--tenant', named);
    assert.equal(added.code, 0, added.err);
  }
  assert.equal(
    (await pniya('mailbox', 'list', '--tenant', 'b.example.com', '--json')).json().items.length,
    3,
  );
  assert.equal(
    (await pniya('mailbox', 'list', '--tenant', 'a.example.com', '--json')).json().items.length,
    0,
  );
  assert.match((await pniya('user', 'list', '--tenant', 'x')).err, /^There is no tenant "x"; there are /);
});

test('what the services refuse comes as one sentence and exit code 1', async () => {
  const add = (...args: string[]) => pniya('user', 'add', '--tenant', 'a.example.com', ...args);
  assert.equal((await add('one@example.com', '--name', 'אחת')).code, 0);
  const cases: [string[], RegExp][] = [
    [['one@example.com', '--name', 'שתיים'], /^--email: The e-mail address is taken\.\n$/],
    [['no address', '--name', 'x'], /^--email: Not a valid e-mail address\.\n$/],
    [['two@example.com', '--name', 'x', '--role', 'boss'], /^--role: The value is not known\.\n$/],
    [['two@example.com', '--name', 'x', '--password', 'short'], /^--password: The password is too short/],
    [
      ['two@example.com', '--name', 'x', '--department', 'y'],
      /^There is no department "y"; there are תמיכה טכנית, /,
    ],
  ];
  for (const [args, sentence] of cases) {
    const answer = await add(...args);
    assert.deepEqual([answer.code, answer.out], [1, ''], answer.err);
    assert.match(answer.err, sentence);
  }
  const scope = await pniya('api-client', 'add', '--scope', 'all', '--tenant', 'a.example.com');
  assert.match(scope.err, /^There is no scope "all"; there are tickets:read, /);
  const gone = await pniya('api-client', 'revoke', 'nobody', '--tenant', 'a.example.com');
  assert.deepEqual([gone.code, gone.err], [1, 'There is no API client "nobody".\n']);
  assert.match(
    (await pniya('user', 'password', 'x@example.com', '--tenant', 'a.example.com')).err,
    /no user "x@/,
  );
});
