import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { isMissing } from '../../testing/dovecot.ts';
import {
  connect,
  connectionOf,
  newDesk,
  type Reading,
  serverOf,
  startReading,
} from '../../testing/read-mailbox.ts';

describe('the connection of a mailbox', { skip: isMissing }, () => {
  let reading: Reading;
  before(async () => {
    reading = await startReading();
  });
  after(() => reading?.stop());

  const reasons = (body: { errors: { field: string; reason?: string; code?: string }[] }) =>
    body.errors.map(({ field }) => field);

  test('tried: what is wrong in a word and the server’s own, else its folders; nothing is kept', async () => {
    const desk = await newDesk(reading);
    const server = serverOf(desk, reading.dovecot.port);
    const wrong = await desk.ask('POST', `${desk.at}/trial`, { ...server, password: 'wrong' });
    assert.deepEqual(
      [wrong.status, wrong.body.problem, wrong.body.folders],
      [200, 'imap_wrong_password', []],
    );
    assert.match(wrong.body.server_said, /Authentication failed/);
    const right = await desk.ask('POST', `${desk.at}/trial`, server);
    assert.deepEqual(
      right.body.folders
        .map(({ path, is_read }: { path: string; is_read: boolean }) => [path, is_read])
        .sort(),
      [
        ['Archive', false],
        ['INBOX', true],
        ['Junk', true],
        ['Sent', false],
      ],
    );
    assert.equal(await connectionOf(desk), null);
  });

  test('the password is sealed, never answered, and goes to the server it was given for only', async () => {
    const desk = await newDesk(reading);
    const { password, ...server } = serverOf(desk, reading.dovecot.port);
    assert.deepEqual(reasons((await desk.ask('PUT', desk.at, server)).body), ['password']);
    const answers = [
      await connect(desk, reading.dovecot.port, {}, null),
      await desk.ask('GET', '/api/mailboxes'),
    ];
    for (const { text } of answers) assert.ok(!text.includes(String(password)));
    const { rows } = await sql<{ all: string }>`
      select string_agg(one::text, ' ') as all from mailbox_connections as one`.execute(reading.app.means.db);
    assert.ok(!rows[0]?.all.includes(String(password)));
    assert.ok(!rows[0]?.all.includes(Buffer.from(String(password)).toString('hex')));
    assert.equal((await desk.ask('POST', `${desk.at}/trial`, server)).body.problem, null);
    for (const other of [{ host: 'localhost' }, { username: 'someone' }, { port: 1143 }])
      for (const [method, url] of [
        ['PUT', desk.at],
        ['POST', `${desk.at}/trial`],
      ] as const)
        assert.deepEqual(reasons((await desk.ask(method, url, { ...server, ...other })).body), ['password']);
  });

  test('folders and what is done after taking are checked; changes are seen at once', async () => {
    const desk = await newDesk(reading);
    const server = serverOf(desk, reading.dovecot.port);
    const refused = async (settings: object) =>
      reasons((await desk.ask('PUT', desk.at, { ...server, ...settings })).body);
    assert.deepEqual(await refused({ folders: ['Nowhere'] }), ['folders']);
    assert.deepEqual(await refused({ after_taking: 'move' }), ['move_to']);
    assert.deepEqual(await refused({ after_taking: 'move', move_to: 'Nowhere' }), ['move_to']);
    assert.deepEqual(await refused({ after_taking: 'move', move_to: 'INBOX', folders: ['INBOX'] }), [
      'move_to',
    ]);
    assert.deepEqual(await refused({ host: 'not a host' }), ['host']);
    assert.equal(await connectionOf(desk), null);
    await connect(
      desk,
      reading.dovecot.port,
      { folders: ['INBOX'], after_taking: 'move', move_to: 'Archive' },
      null,
    );
    const { folders, after_taking: after, move_to: to, mode } = await connectionOf(desk);
    const read = folders.filter(({ is_read }: { is_read: boolean }) => is_read);
    assert.deepEqual(
      [read.length, read[0].path, after, to, mode],
      [1, 'INBOX', 'move', 'Archive', 'observe'],
    );
  });

  test('only who may change settings may try, connect, start or disconnect', async () => {
    const desk = await newDesk(reading);
    const agent = await desk.tenant.asUser('agent');
    const server = serverOf(desk, reading.dovecot.port);
    assert.equal((await agent('POST', `${desk.at}/trial`, server)).status, 403);
    assert.equal((await agent('PUT', desk.at, server)).status, 403);
    assert.equal((await agent('POST', `${desk.at}/start`, {})).status, 403);
    assert.equal((await agent('DELETE', desk.at)).status, 403);
    assert.equal((await agent('GET', `${desk.at}/history`)).status, 403);
    assert.equal((await desk.ask('POST', `${desk.at}/start`, {})).status, 404);
    assert.equal((await desk.ask('GET', `${desk.at}/history`)).status, 404);
  });
});
