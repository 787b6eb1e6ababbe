import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type Account, type Dovecot, freePort, isMissing, startDovecot } from '../testing/dovecot.ts';
import { startProxy } from '../testing/faulty-proxy.ts';
import { connectImap, type ImapAccount, rangesOf } from './imap.ts';
import { ImapError } from './imap-errors.ts';
import { roleOf } from './imap-folders.ts';

test('folders are known by what the server says, else by their Hebrew or English name', () => {
  const named = (path: string, specialUse?: string) =>
    roleOf({
      path,
      name: path.split('/').at(-1) ?? '',
      specialUse,
      specialUseSource: specialUse === undefined ? undefined : 'extension',
    });
  assert.equal(named('inbox'), 'inbox');
  assert.equal(named('[Gmail]/ספאם'), 'junk');
  assert.equal(named('פריטים שנשלחו'), 'sent');
  assert.equal(named('\u200fטיוטות'), 'drafts');
  assert.equal(named('דואר זבל', '\\Archive'), 'archive');
  assert.equal(named('לקוחות'), 'other');
});

test('UIDs that follow one another are named as a range', () => {
  assert.equal(rangesOf([]), '');
  assert.equal(rangesOf([5, 1, 2, 3, 7, 8, 3]), '1:3,5,7:8');
});

describe('a real IMAP server', { skip: isMissing }, () => {
  let dovecot: Dovecot;
  let account: Account;
  before(async () => {
    dovecot = await startDovecot();
    account = await dovecot.newAccount();
  });
  after(() => dovecot?.stop());

  const at = (given: Partial<ImapAccount> = {}): ImapAccount => ({
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none',
    username: account.username,
    signIn: { password: account.password },
    ...given,
  });

  async function faultOf(given: Partial<ImapAccount>): Promise<string> {
    try {
      await (await connectImap(at(given), { patienceMs: 1500 })).close();
      return 'none';
    } catch (error) {
      assert.ok(error instanceof ImapError, String(error));
      return error.fault;
    }
  }

  test('what is wrong with a connection is told apart', async () => {
    const talker = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => {
      talker.listen(0, '127.0.0.1', () => resolve());
    });
    const silent = await startProxy(dovecot.port);
    silent.set({ kind: 'hang' });
    const talking = (talker.address() as AddressInfo).port;
    assert.equal(await faultOf({}), 'none');
    assert.equal(await faultOf({ signIn: { password: 'wrong' } }), 'imap_wrong_password');
    assert.equal(await faultOf({ host: 'no-such-host.invalid' }), 'imap_no_host');
    assert.equal(await faultOf({ port: await freePort() }), 'imap_refused');
    assert.equal(await faultOf({ port: silent.port }), 'imap_timeout');
    assert.equal(await faultOf({ port: dovecot.tlsPort, security: 'tls' }), 'imap_untrusted');
    assert.equal(await faultOf({ security: 'starttls' }), 'imap_untrusted');
    assert.equal(await faultOf({ security: 'tls' }), 'imap_no_tls');
    assert.ok(['imap_no_imap', 'imap_cut', 'imap_timeout'].includes(await faultOf({ port: talking })));
    await silent.close();
    await new Promise((resolve) => talker.close(resolve));
  });

  test('TLS and STARTTLS with a certificate that is trusted', async () => {
    const options = { ca: dovecot.certificate, patienceMs: 5000 };
    for (const given of [{ port: dovecot.tlsPort, security: 'tls' }, { security: 'starttls' }] as const) {
      const session = await connectImap(at({ host: 'localhost', ...given }), options);
      const folders = await session.folders();
      assert.deepEqual(folders.map(({ path, role }) => `${path} ${role}`).sort(), [
        'Archive archive',
        'INBOX inbox',
        'Junk junk',
        'Sent sent',
      ]);
      await session.close();
    }
  });
});
