import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { publicWorld } from '../../outside/remote-image.ts';
import { deliver, settledLedger } from '../../testing/mail-client.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const asked: string[] = [];
const server = http.createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/inside.gif') response.writeHead(302, { location: 'http://127.0.0.1/x.gif' }).end();
  else response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(gif);
});

let app: TestApp;
let port = 0;
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  const outside = {
    addressesOf: async (name: string) => (name === 'pictures.example' ? ['127.0.0.1'] : []),
    mayConnect: (address: string, to: number) =>
      (address === '127.0.0.1' && to === port) || publicWorld.mayConnect(address, to),
  };
  app = await startTestApp({}, pino({ level: 'silent' }), { outside });
});
after(async () => {
  await app.stop();
  server.closeAllConnections();
  server.close();
});

test('a mail’s remote images are fetched when asked for, by their place in it, for its tenant only', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const image = (path: string) => `<img src="http://pictures.example:${port}${path}">`;
  const html = `<p>x</p>${image('/a.gif?x=1&amp;y=2')}${image('/inside.gif')}${image('/a.gif?x=1&y=2')}<img src="http://unknown.example/c.gif">`;
  const head = ['From: dana@example.com', 'Subject: x', 'Content-Type: text/html; charset=utf-8'];
  await deliver(app, tenant.mailAddress, `${head.join('\r\n')}\r\n\r\n${html}\r\n`);
  await settledLedger(ask, 1);
  const [message] = (await ask('GET', '/api/tickets/1')).body.messages;
  const frame = await ask('GET', `/api/messages/${message.id}/html`);
  assert.match(
    frame.text,
    /<img data-remote="0" \/><img data-remote="1" \/><img data-remote="0" \/><img data-remote="2" \/>/,
  );
  assert.doesNotMatch(frame.text, /pictures\.example/);
  assert.deepEqual(asked, []);

  const url = `/api/messages/${message.id}/image`;
  const got = await ask('GET', `${url}?place=0`);
  assert.equal(got.status, 200, got.text);
  const { headers } = got;
  assert.equal(headers['content-type'], 'image/gif');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['content-security-policy'], "default-src 'none'; sandbox");
  assert.match(String(headers['cache-control']), /^private, max-age=/);
  assert.deepEqual(asked, ['/a.gif?x=1&y=2']);
  for (const place of [1, 2]) {
    const refused = await ask('GET', `${url}?place=${place}`);
    assert.deepEqual([refused.status, refused.body.code], [422, 'UnprocessableEntity'], refused.text);
  }
  assert.deepEqual(asked, ['/a.gif?x=1&y=2', '/inside.gif']);
  for (const place of ['3', '-1', 'x', '0.5', 'http://pictures.example/', ''])
    assert.match(String((await ask('GET', `${url}?place=${place}`)).status), /^40[04]$/, place);
  assert.equal((await ask('GET', url)).status, 400);
  assert.equal((await ask('GET', `${url}?place=0&url=http://127.0.0.1/`)).status, 200);

  const other = await (await app.newTenant()).asUser();
  assert.equal((await other('GET', `${url}?place=0`)).status, 404);
  const client = await tenant.asClient();
  assert.equal((await client('GET', `${url}?place=0`)).status, 401);
  const nobody = await app.app.inject({ url: `${url}?place=0`, headers: { host: tenant.host } });
  assert.equal(nobody.statusCode, 401);
  assert.equal(asked.length, 3);
});
