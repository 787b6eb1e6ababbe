import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startOwnApp, startTestApp, type TestApp, type TestTenant } from '../testing/start-test-app.ts';

let product: TestApp;
let tenant: TestTenant;
before(async () => {
  product = await startTestApp();
  tenant = await product.newTenant();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';
const megabyte = 1024 * 1024;

/** Writes bytes to the port as they are; what comes back until the other side ends, or a while has passed. */
async function raw(parts: readonly (string | Buffer)[], waitMs = 3000): Promise<string> {
  const socket = connect(Number(new URL(product.url).port), '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk)).on('error', () => undefined);
  for (const part of parts) {
    await new Promise((resolve) => socket.write(part, resolve));
  }
  await Promise.race([new Promise((resolve) => socket.on('close', resolve)), sleep(waitMs)]);
  socket.destroy();
  return Buffer.concat(heard).toString();
}

const problemIn = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));

test('Hebrew unless English is asked for with a higher weight', async () => {
  const client = await tenant.asClient();
  const cases: [string | undefined, RegExp][] = [
    [undefined, /[א-ת]/],
    ['', /[א-ת]/],
    ['en', /^No such/],
    ['en-US,en;q=0.9,he;q=0.8', /^No such/],
    ['he-IL, en;q=0.9', /[א-ת]/],
    ['fr, *;q=0.1', /[א-ת]/],
    ['en;q=0', /[א-ת]/],
    [';;;,,,q=x;en;q=abc', /[א-ת]/],
    ['EN;Q=0.7, iw;q=0.5', /^No such/],
  ];
  for (const [language, expected] of cases) {
    const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language };
    const answer = await client('GET', '/v2/nowhere', undefined, headers);
    assert.equal(answer.status, 404);
    assert.match(answer.body.message, expected, language);
  }
});

test('unknown addresses are 404, wrong methods 405 with Allow, in the one shape', async () => {
  const ask = (method: string, url: string) =>
    product.app.inject({ method: method as 'GET', url, headers: { host: tenant.host } });
  for (const url of ['/v2', '/v2/x', '/api/x/y/z', '/v2/tickets/1/messages/2', '/oauth/x']) {
    const answer = await ask('GET', url);
    assert.equal(answer.statusCode, 404, url);
    assert.equal(answer.json().code, 'NotFound');
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  }
  // Without a token: an address is known by itself and with a slash behind it.
  assert.equal((await ask('POST', '/v2/tickets/create/')).statusCode, 401);
  const cases: [string, string, string[]][] = [
    ['GET', '/v2/tickets/create', ['POST']],
    ['PUT', '/v2/tickets/create', ['POST']],
    ['DELETE', '/v2/tickets/create', ['POST']],
    ['POST', '/v2/tickets/statuses', ['GET', 'HEAD']],
    ['PUT', '/v2/tickets/statuses', ['GET', 'HEAD']],
    ['POST', '/v2/tickets', ['GET', 'HEAD']],
    ['DELETE', '/v2/tickets/1', ['GET', 'HEAD', 'PUT']],
    ['GET', '/oauth/token', ['POST']],
    ['DELETE', '/api/tickets', ['GET', 'HEAD', 'POST']],
    ['PATCH', '/v2/tickets/1/messages', ['GET', 'HEAD', 'POST']],
    ['GET', '/v2/search/leadsAndAccounts', ['POST']],
    ['POST', '/health', ['GET', 'HEAD']],
    ['TRACE', '/v2/tickets', ['GET', 'HEAD']],
    ['GET', '/v2/tickets/create/', ['POST']],
  ];
  for (const [method, url, methods] of cases) {
    const answer = await ask(method, url);
    assert.equal(answer.statusCode, 405, `${method} ${url}`);
    assert.equal(answer.json().code, 'MethodNotAllowed');
    const allowed = String(answer.headers.allow).split(', ').sort();
    assert.deepEqual(allowed, methods, `${method} ${url}`);
  }
});

test('OPTIONS says what there is; HEAD is GET without its body', async () => {
  const client = await tenant.asClient();
  const options = await client('OPTIONS', '/v2/tickets/create');
  assert.deepEqual([options.status, options.headers.allow, options.text], [204, 'POST, OPTIONS', '']);
  assert.equal((await client('OPTIONS', '/v2/nowhere')).status, 404);
  const get = await client('GET', '/v2/tickets/statuses');
  const head = await client('HEAD', '/v2/tickets/statuses');
  assert.deepEqual([head.status, head.text, head.headers.etag], [200, '', get.headers.etag]);
  assert.equal(head.headers['content-length'], get.headers['content-length']);
  const user = await tenant.asUser('viewer');
  assert.deepEqual(
    [(await user('HEAD', '/api/live')).status, (await user('HEAD', '/api/session')).status],
    [200, 200],
  );
  const unknown = await product.app.inject({
    method: 'HEAD',
    url: '/v2/tickets',
    headers: { host: tenant.host },
  });
  assert.equal(unknown.statusCode, 401);
});

test('an unknown host has no business here', async () => {
  await product.newTenant();
  for (const host of ['nobody.example.com', '127.0.0.1', '', '[::1]:80', 'a b', '%00']) {
    const answer = await product.app.inject({ method: 'GET', url: '/v2/tickets', headers: { host } });
    assert.equal(answer.statusCode, 404, host);
    assert.equal(answer.json().reason, 'unknown_host');
  }
});

test('an address that is spelled with escapes is still the API, and takes no cookie', async () => {
  const user = await tenant.asUser();
  assert.equal((await user('GET', '/%76%32/tickets')).status, 401);
  const { headers } = await tenant.asClient();
  const crossed = await product.app.inject({ method: 'GET', url: '/%61pi/tickets', headers });
  assert.equal(crossed.statusCode, 401);
  assert.equal((await product.app.inject({ method: 'GET', url: '/v2/%zz', headers })).statusCode, 400);
  assert.equal(
    (await product.app.inject({ method: 'GET', url: `/v2/tickets/${'9'.repeat(300)}`, headers })).statusCode,
    404,
  );
});

test('a slash too many or a capital letter is answered to programs, not with the console’s page', async () => {
  for (const url of [
    '//v2/tickets',
    '///v2//tickets',
    '/V2/tickets',
    '/OAuth/token',
    '/API/tickets',
    '//docs',
  ]) {
    const answer = await product.app.inject({ method: 'GET', url, headers: { host: tenant.host } });
    assert.equal(answer.statusCode, 404, url);
    assert.equal(answer.json().code, 'NotFound', url);
  }
});

test('media types are told apart to their end, and compressed bodies are refused and kept', async () => {
  const own = await product.newTenant();
  const client = await own.asClient();
  const good = JSON.stringify({ subject: 's', status });
  const send = (body: string | Buffer, headers: Record<string, string>) =>
    client('POST', '/v2/tickets/create', body, headers);
  for (const type of ['application/json-seq', 'application/jsonx', 'text/json', 'application/json+xml']) {
    assert.equal((await send(good, { 'content-type': type })).status, 415, type);
  }
  for (const type of ['Application/JSON;charset=utf-8', 'application/json ;', 'application/vnd.x+json']) {
    assert.equal((await send(good, { 'content-type': type })).status, 201, type);
  }
  const json = { 'content-type': 'application/json' };
  const zipped = await send(gzipSync(good), { ...json, 'content-encoding': 'gzip' });
  assert.deepEqual([zipped.status, zipped.body.reason], [415, 'plain_body_expected']);
  assert.equal(zipped.headers['accept-encoding'], 'identity');
  assert.equal((await send(good, { ...json, 'content-encoding': 'identity' })).status, 201);
  const { body: ledger } = await (await own.asUser())('GET', '/api/intake?state=rejected');
  assert.deepEqual(
    [ledger.items.length, ledger.items[0].reason, ledger.items[0].raw_bytes],
    [5, 'plain_body_expected', gzipSync(good).length],
  );
});

test('HTTP/1.1 without a host is a problem in our shape; expectations nobody knows are let be', async () => {
  const nameless = await raw(['GET /v2/tickets HTTP/1.1\r\nconnection: close\r\n\r\n']);
  assert.match(nameless, /^HTTP\/1\.1 400 /);
  assert.equal(problemIn(nameless).code, 'BadRequest');
  const { host } = tenant;
  const head = `GET /v2/nowhere HTTP/1.1\r\nhost: ${host}\r\nexpect: miracles\r\nconnection: close\r\n\r\n`;
  const unexpected = await raw([head]);
  assert.match(unexpected, /^HTTP\/1\.1 404 /);
  assert.equal(problemIn(unexpected).code, 'NotFound');
});

test('the id to quote is another one at every request and after every start', async () => {
  const ask = async (app: TestApp['app'], name: string) =>
    (await app.inject({ url: '/v2/x', headers: { host: name } })).json().instance as string;
  const other = await startOwnApp();
  const ids = [await ask(product.app, tenant.host), await ask(product.app, tenant.host)];
  ids.push(await ask(other.app, 'localhost'), await ask(other.app, 'localhost'));
  await other.stop();
  assert.equal(new Set(ids).size, 4);
  for (const id of ids) assert.match(id, /^tag:pniya,2026:ecid\/[0-9a-f]{12}-[0-9a-z]+$/);
});

test('what is no HTTP gets a problem too, and the server lives on', async () => {
  const broken = [
    'hello\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'FOO /v2/tickets HTTP/1.1\r\nhost: x\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
    'POST /v2/tickets/create HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n',
    Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]),
  ];
  for (const bytes of broken) {
    const answer = await raw([bytes]);
    assert.match(answer, /^HTTP\/1\.1 400 /, JSON.stringify(String(bytes).slice(0, 60)));
    const { code, message, instance } = problemIn(answer);
    assert.equal(code, 'BadRequest');
    assert.match(message, /[א-ת]/);
    assert.match(instance, /^tag:pniya,2026:ecid\/./);
  }
  assert.equal((await fetch(`${product.url}/health`)).status, 200);
});

test('over the wire: too large a body is kept as far as it goes, an abandoned one makes no trouble', async () => {
  const own = await product.newTenant();
  const { host, authorization = '' } = (await own.asClient()).headers;
  const head = `POST /v2/tickets/create HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n`;
  const large = Buffer.alloc(3 * megabyte, 'x');
  const declared = await raw([`${head}connection: close\r\ncontent-length: ${large.length}\r\n\r\n`, large]);
  assert.match(declared, /^HTTP\/1\.1 413 /);
  assert.equal(problemIn(declared).reason, 'body_too_large');
  const size = large.length.toString(16);
  const chunked = await raw([
    `${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n${size}\r\n`,
    large,
    '\r\n0\r\n\r\n',
  ]);
  assert.match(chunked, /^HTTP\/1\.1 413 /);
  await raw([`${head}content-length: 100\r\n\r\n{"subject":`], 200);
  const good = JSON.stringify({ subject: 's', status });
  const parts = [...Buffer.from(good)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`);
  const slow = await raw([
    `${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n`,
    ...parts,
    '0\r\n\r\n',
  ]);
  assert.match(slow, /^HTTP\/1\.1 201 /);
  const { body: ledger } = await (await own.asUser())('GET', '/api/intake');
  assert.deepEqual(
    ledger.items.map((row: { state: string; raw_bytes: number }) => [row.state, row.raw_bytes]),
    [
      ['ticket', good.length],
      ['rejected', megabyte],
      ['rejected', megabyte],
    ],
  );
});

test('an OAuth form that is no text is refused in OAuth’s shape', async () => {
  const answer = await product.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { host: tenant.host, 'content-type': 'application/x-www-form-urlencoded' },
    payload: Buffer.from([0x80, 0xff]),
  });
  assert.equal(answer.statusCode, 400);
  assert.equal(answer.json().error, 'invalid_request');
});
