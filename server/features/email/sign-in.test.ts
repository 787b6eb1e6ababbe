import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { uuidOf } from '../../../shared/id.ts';
import { contextOf } from '../../context.ts';
import { mailOutside } from '../../mail/outside.ts';
import { isMissing } from '../../testing/dovecot.ts';
import { type FakeProvider, providersAt, startProvider } from '../../testing/fake-provider.ts';
import { type FaultyProxy, startProxy } from '../../testing/faulty-proxy.ts';
import { settledLedger } from '../../testing/mail-client.ts';
import {
  connectionOf,
  type Desk,
  newDesk,
  newMail,
  type Reading,
  sightingsOf,
  startReading,
  untilConnection,
  untilRead,
} from '../../testing/read-mailbox.ts';
import { startSmtpPeer } from '../../testing/smtp-peer.ts';
import { accessTokenOf } from './access.service.ts';

type SmtpPeer = Awaited<ReturnType<typeof startSmtpPeer>>;

describe('a mailbox at Google or Microsoft', { skip: isMissing }, () => {
  let provider: FakeProvider;
  let peer: SmtpPeer;
  let reading: Reading;
  let proxy: FaultyProxy;
  before(async () => {
    provider = await startProvider();
    peer = await startSmtpPeer(
      ({ method, username, secret }) => method === 'XOAUTH2' && provider.userOf(secret) === username,
    );
    reading = await startReading({ introspection: `${provider.url}/introspect?token=` }, async (dovecot) => {
      proxy = await startProxy(dovecot.port);
      const place = (port: number) => ({ host: '127.0.0.1', port, security: 'none' as const });
      const places = { imap: place(proxy.port), smtp: place(peer.port) };
      return { mailOutside: { providers: providersAt(provider, places) } };
    });
  });
  after(async () => {
    await reading?.stop();
    await proxy?.close();
    await peer?.close();
    await provider?.close();
  });

  const settings = ({ mailboxId }: Desk) => `/api/mailboxes/${mailboxId}/authorization`;

  async function newGoogleDesk(): Promise<Desk> {
    const desk = await newDesk(reading);
    const { id: client_id, secret: client_secret } = provider.client;
    const answer = await desk.ask('PUT', '/api/mail-apps/google', { client_id, client_secret });
    assert.equal(answer.status, 200, answer.text);
    return desk;
  }

  /** Through the provider's page; answers the address that its answer leads to. */
  async function throughPage(desk: Desk, also_sends = true): Promise<string> {
    const body = { provider: 'google', username: desk.account.username, also_sends };
    const begun = await desk.ask('POST', `${settings(desk)}/begin`, body);
    assert.equal(begun.status, 200, begun.text);
    const page = await fetch(begun.body.url, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '');
    assert.equal(back.host, desk.tenant.host);
    return `${back.pathname}${back.search}`;
  }

  const whereTo = ({ headers }: { headers: Record<string, unknown> }) =>
    new URL(String(headers.location), 'http://console');

  test('connected by a person: PKCE, read by XOAUTH2, sends there, and no secret is told or kept open', async () => {
    const desk = await newGoogleDesk();
    const { dovecot, app } = reading;
    const back = await throughPage(desk);
    const { grant_type: before = null } = provider.asked.at(-1) ?? {};
    const ended = await desk.ask('GET', back);
    assert.equal(ended.status, 303, ended.text);
    assert.equal(whereTo(ended).pathname, '/settings/mailboxes');
    assert.deepEqual(Object.fromEntries(whereTo(ended).searchParams), {
      mailbox: desk.mailboxId,
      connected: '1',
    });
    assert.notEqual(before, 'authorization_code');
    const { code_verifier: verifier = '', client_secret: secret = '' } =
      provider.asked.findLast(({ grant_type }) => grant_type === 'authorization_code') ?? {};
    assert.match(verifier, /^[\w-]{43,}$/);
    await untilConnection(desk, ({ last_ok_at }) => last_ok_at !== null);
    await desk.ask('POST', `${desk.at}/start`, { from: 'new' });
    await dovecot.deliver(desk.account, newMail('דרך גוגל'));
    await untilRead(desk);
    await settledLedger(desk.ask, 1);
    assert.deepEqual(
      (await sightingsOf(reading, desk)).map(({ subject, state }) => [subject, state]),
      [['דרך גוגל', 'ticket']],
    );

    const sent = await desk.ask('POST', `/api/mailboxes/${desk.mailboxId}/sender/trial`, {
      to: 'dana@example.com',
    });
    assert.deepEqual(sent.body, { problem: null, server_said: '250 2.0.0 queued as 77AB' });
    const mail = peer.inbox.find(({ user }) => user === desk.account.username);
    assert.deepEqual([mail?.from, mail?.to], [desk.tenant.mailAddress, ['dana@example.com']]);

    const thief = { host: 'thief.example', port: 993, security: 'tls', username: 'x', sign_in: 'oauth' };
    assert.equal(
      (await desk.ask('PUT', desk.at, thief)).body.host,
      '127.0.0.1',
      'the token goes nowhere else',
    );
    assert.equal(
      (await desk.ask('PUT', `/api/mailboxes/${desk.mailboxId}/sender`, thief)).body.port,
      peer.port,
    );

    const { rows } = await sql<{ text: string }>`
      select string_agg(text, ' ') as text from (
        select one::text as text from mail_apps as one union all
        select one::text from mailbox_authorizations as one union all
        select one::text from mailbox_authorization_requests as one) as all_of_it`.execute(app.means.db);
    const shown = [
      rows[0]?.text ?? '',
      ...(await Promise.all(['/api/mailboxes', '/api/mail-apps'].map((url) => desk.ask('GET', url)))).map(
        ({ text }) => text,
      ),
    ].join(' ');
    assert.ok(shown.includes(desk.account.username));
    for (const hidden of [secret, verifier, 'access-', 'refresh-'])
      assert.ok(!shown.includes(hidden), hidden);
  });

  test('a state is for one use, by the session that began it, in its tenant, for ten minutes', async () => {
    const desk = await newGoogleDesk();
    const refused = { refused: 'oauth_state_unknown' };
    const outcome = async (ask: Desk['ask'], url: string) =>
      Object.fromEntries(whereTo(await ask('GET', url)).searchParams);
    const [colleague, stranger] = [await desk.tenant.asUser(), (await newGoogleDesk()).ask];

    assert.deepEqual(await outcome(colleague, await throughPage(desk)), refused, 'another session');
    assert.deepEqual(await outcome(stranger, await throughPage(desk)), refused, 'another tenant');
    const late = await throughPage(desk);
    await sql`update mailbox_authorization_requests set ends_at = now() - interval '1 second'
      where tenant_id = ${desk.tenant.tenantId}`.execute(reading.app.means.db);
    assert.deepEqual(await outcome(desk.ask, late), refused, 'too late');
    assert.deepEqual(await outcome(desk.ask, '/api/mailboxes/oauth/callback?code=x&state=x'), refused);
    assert.equal(await connectionOf(desk), null);
    const agent = await desk.tenant.asUser('agent');
    assert.equal((await agent('GET', await throughPage(desk))).status, 403);

    const good = await throughPage(desk);
    assert.equal((await outcome(desk.ask, good)).connected, '1');
    assert.deepEqual(await outcome(desk.ask, good), refused, 'twice');
    const denied = (await throughPage(desk)).replace(/code=\w+/, 'error=access_denied');
    assert.deepEqual(await outcome(desk.ask, denied), { mailbox: desk.mailboxId, refused: 'oauth_denied' });
    const unused = { mailbox: desk.mailboxId, refused: 'oauth_sign_in_needed' };
    assert.deepEqual(
      await outcome(desk.ask, (await throughPage(desk)).replace(/code=\w+/, 'code=guessed')),
      unused,
    );
  });

  test('a token that ends in the middle, and refresh tokens that are replaced with each use', async () => {
    const desk = await newGoogleDesk();
    const { dovecot } = reading;
    provider.mood.rotates = true;
    await desk.ask('GET', await throughPage(desk));
    await desk.ask('POST', `${desk.at}/start`, { from: 'new' });
    await untilRead(desk);
    const asked = provider.asked.length;
    for (const subject of ['ראשון', 'שני']) {
      provider.endAccess();
      proxy.cutAll();
      await dovecot.deliver(desk.account, newMail(subject));
      await untilRead(desk);
    }
    provider.mood.rotates = false;
    const used = provider.asked
      .slice(asked)
      .filter(({ grant_type }) => grant_type === 'refresh_token')
      .map(({ refresh_token }) => refresh_token);
    assert.equal(new Set(used).size, used.length, 'none is used twice');
    assert.ok(used.length >= 2);
    await settledLedger(desk.ask, 2);
    const taken = (await sightingsOf(reading, desk)).map(({ subject }) => subject);
    assert.deepEqual(taken.sort(), ['ראשון', 'שני']);
  });

  test('processes that need access at the same time use no refresh token twice', async () => {
    const desk = await newGoogleDesk();
    await desk.ask('GET', await throughPage(desk));
    await untilRead(desk);
    provider.mood.rotates = true;
    const from = provider.asked.length;
    const { means } = reading.app;
    const elsewhere = Array.from({ length: 4 }, () => {
      const mail = mailOutside(
        { privateMailServers: true, outgoingSmtpUrl: null },
        { providers: means.mail.providers },
      );
      return contextOf({ ...means, mail }, desk.tenant.tenantId, { kind: 'system' });
    });
    const mailboxId = uuidOf(desk.mailboxId) ?? '';
    const asked = elsewhere.flatMap((ctx) => [accessTokenOf(ctx, mailboxId), accessTokenOf(ctx, mailboxId)]);
    const tokens = await Promise.all(asked);
    provider.mood.rotates = false;
    assert.equal(new Set(tokens).size, 4, 'one for each process');
    const used = provider.asked.slice(from).map(({ refresh_token }) => refresh_token);
    assert.equal(used.length, 4);
    assert.equal(new Set(used).size, 4);
  });

  test('a provider that lets us in no longer is told of while the session still lives, and mended by signing in', async () => {
    const desk = await newGoogleDesk();
    provider.mood.lifeSeconds = 121;
    await desk.ask('GET', await throughPage(desk));
    await untilRead(desk);
    provider.mood.trouble = 'unavailable';
    await untilRead(desk);
    assert.equal((await connectionOf(desk)).problem, null, 'a session that works is not ended for a while');
    provider.mood.trouble = null;
    provider.takeBack();
    const failing = await untilConnection(desk, ({ problem }) => problem !== null);
    assert.equal(failing.problem, 'oauth_sign_in_needed');
    assert.match(failing.server_said, /^invalid_grant/);
    assert.ok(failing.failing_since);
    const { status, body } = await desk.ask('POST', `/api/mailboxes/${desk.mailboxId}/sender/trial`, {
      to: 'dana@example.com',
    });
    assert.deepEqual([status, body.problem], [200, 'oauth_sign_in_needed']);
    provider.mood.lifeSeconds = 3600;
    await desk.ask('GET', await throughPage(desk));
    await untilConnection(desk, ({ failing_since, last_ok_at }) => failing_since === null && last_ok_at);
  });

  test('Microsoft’s application itself: into the directory that was given, and why not', async () => {
    const desk = await newDesk(reading);
    provider.mood.appUser = desk.account.username;
    const { id: client_id, secret: client_secret } = provider.client;
    const app = (values: object) => desk.ask('PUT', '/api/mail-apps/microsoft', values);
    const asApp = () =>
      desk.ask('PUT', settings(desk), { provider: 'microsoft', username: desk.account.username });
    assert.equal((await asApp()).status, 400, 'no application yet');
    assert.equal((await app({ client_id, client_secret })).status, 400, 'no directory');
    assert.equal((await app({ client_id, client_secret: 'old', directory: 'shop.example' })).status, 200);
    const refused = await asApp();
    assert.deepEqual([refused.status, refused.body.reason], [422, 'oauth_app_refused']);
    assert.equal((await app({ client_secret })).status, 200, 'the rest stays');
    assert.equal((await asApp()).status, 204);
    await untilRead(desk);
    const { path, scope } = provider.asked.findLast((one) => one.grant_type === 'client_credentials') ?? {};
    assert.deepEqual([path, scope], ['/microsoft/shop.example/token', 'app']);
    const used = await desk.ask('DELETE', '/api/mail-apps/microsoft');
    assert.deepEqual([used.status, used.body.reason], [409, 'in_use']);
    await desk.ask('DELETE', desk.at);
    await desk.ask('DELETE', `/api/mailboxes/${desk.mailboxId}/sender`);
    assert.equal((await desk.ask('DELETE', '/api/mail-apps/microsoft')).status, 204);
  });

  test('Google’s service account signs for itself whom it acts for', async () => {
    const desk = await newDesk(reading);
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    provider.mood.servicePublicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const private_key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const file = { type: 'service_account', client_email: 'desk@project.example', private_key };
    const given = (service_key: string) => desk.ask('PUT', '/api/mail-apps/google', { service_key });
    assert.equal((await given('{}')).status, 400);
    const known = await given(JSON.stringify(file));
    assert.deepEqual(known.body, {
      provider: 'google',
      client_id: null,
      directory: null,
      service_account: 'desk@project.example',
    });
    const asApp = { provider: 'google', username: desk.account.username };
    assert.equal((await desk.ask('PUT', settings(desk), asApp)).status, 204);
    await untilRead(desk);
    assert.equal((await desk.ask('POST', `${settings(desk)}/begin`, asApp)).status, 400, 'no people by it');
  });
});
