import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { makeImageFetcher, type OutsideWorld, publicWorld } from './remote-image.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const seen: { url: string; headers: IncomingHttpHeaders }[] = [];

const elsewhere: Record<string, string> = {
  '/to-loopback': 'http://127.0.0.1:1/x.png',
  '/to-metadata': 'http://169.254.169.254/latest/meta-data',
  '/to-six': 'http://[::1]/x.png',
  '/to-mapped': 'http://[::ffff:127.0.0.1]/x.png',
  '/to-decimal': 'http://2130706433/x.png',
  '/to-hex': 'http://0x7f.1/x.png',
  '/to-octal': 'http://0177.0.0.1/x.png',
  '/to-zero': 'http://0/x.png',
  '/to-file': 'file:///etc/passwd',
  '/to-ftp': 'ftp://pictures.example/x.png',
  '/to-data': 'data:image/png;base64,iVBORw0KGgo=',
  '/to-inside': 'http://inside.example/x.png',
  '/to-nonsense': 'http://',
  '/to-itself': '/to-itself',
  '/once': '/twice',
  '/twice': '/thrice',
  '/thrice': '/x.png',
  '/often': '/once',
};
const bodies: Record<string, { type?: string; body: Buffer | string; headers?: Record<string, string> }> = {
  '/x.png': { body: png, headers: { 'set-cookie': 'a=b' } },
  '/called-text': { type: 'text/html', body: png },
  '/svg': { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
  '/called-png': { type: 'image/png', body: '<html><script>x()</script>' },
  '/nothing': { type: 'image/png', body: '' },
  '/large-said': { body: png, headers: { 'content-length': String(6 * 1024 * 1024) } },
  '/packed': { body: png, headers: { 'content-encoding': 'gzip' } },
  '/just-fits': { body: Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024 - png.length)]) },
};

const answer: RequestListener = (request, response) => {
  const { url = '', headers } = request;
  seen.push({ url, headers });
  const location = elsewhere[url];
  const found = bodies[url];
  if (location !== undefined) response.writeHead(302, { location }).end();
  else if (found) {
    response.writeHead(200, { 'content-type': found.type ?? 'image/png', ...found.headers }).end(found.body);
  } else if (url === '/large') {
    response.writeHead(200).write(png);
    // Without a length, and without an end of its own.
    const more = () =>
      !response.destroyed && response.write(Buffer.alloc(256 * 1024), () => setImmediate(more));
    more();
  } else if (url === '/slow') response.writeHead(200).write(png);
  else if (url !== '/silent') response.writeHead(404, { 'content-type': 'image/png' }).end(png);
};

const server = http.createServer(answer);
let port = 0;
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** The public world, and in it one server of ours; names are as the test says. */
function world(names: Record<string, () => string[]> = {}): OutsideWorld {
  return {
    addressesOf: async (name) => (names[name] ?? (() => []))(),
    mayConnect: (address, asked) =>
      (address === '127.0.0.1' && asked === port) || publicWorld.mayConnect(address, asked),
  };
}
const open = new AbortController().signal;
const names = { 'pictures.example': () => ['127.0.0.1'], 'inside.example': () => ['10.0.0.7'] };
const fetchImage = (path: string, patienceMs = 5000) =>
  makeImageFetcher(world(names), { patienceMs })('t', `http://pictures.example:${port}${path}`, open);

test('a picture comes as what it is, and its server learns nothing of the reader', async () => {
  seen.length = 0;
  assert.deepEqual(await fetchImage('/x.png'), { type: 'image/png', content: png });
  assert.equal((await fetchImage('/called-text'))?.type, 'image/png');
  const headers = seen[0]?.headers ?? {};
  assert.deepEqual(Object.keys(headers).sort(), [
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ]);
  assert.equal(headers['user-agent'], 'Mozilla/5.0');
});

test('what is no picture of dots is refused, whatever it is called', async () => {
  for (const path of ['/svg', '/called-png', '/nothing', '/missing', '/packed'])
    assert.equal(await fetchImage(path), null, path);
});

test('five megabytes, and no more', async () => {
  assert.equal((await fetchImage('/just-fits'))?.content.length, 5 * 1024 * 1024);
  assert.equal(await fetchImage('/large-said'), null);
  assert.equal(await fetchImage('/large', 60_000), null);
});

test('who is slow, silent or unknown to the name servers is not waited for', async () => {
  const startedAt = Date.now();
  assert.equal(await fetchImage('/slow', 300), null);
  assert.equal(await fetchImage('/silent', 300), null);
  const mute: OutsideWorld = { ...world(), addressesOf: () => new Promise(() => undefined) };
  assert.equal(await makeImageFetcher(mute, { patienceMs: 300 })('t', 'http://mute.example/', open), null);
  assert.equal(await makeImageFetcher(world())('t', 'http://unknown.example/', open), null);
  assert.ok(Date.now() - startedAt < 5000);
});

test('three redirects are followed, each checked like the first address', async () => {
  assert.equal((await fetchImage('/once'))?.type, 'image/png');
  assert.equal(await fetchImage('/often'), null);
  assert.equal(await fetchImage('/to-itself'), null);
  for (const path of Object.keys(elsewhere).filter((one) => one.startsWith('/to-')))
    assert.equal(await fetchImage(path), null, path);
});

test('nothing of our own is reached, in any notation', async () => {
  seen.length = 0;
  const strict = makeImageFetcher(
    { ...publicWorld, addressesOf: async () => ['127.0.0.1'] },
    { patienceMs: 2000 },
  );
  const hosts = [
    '127.0.0.1',
    'localhost',
    'named.example',
    '2130706433',
    '0x7f000001',
    '0177.1',
    '[::1]',
    '0',
  ];
  for (const host of [...hosts, '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '127.1', '１２７.0.0.1']) {
    assert.equal(await strict('t', `http://${host}:${port}/x.png`, open), null, host);
    assert.equal(await strict('t', `http://${host}/x.png`, open), null, host);
  }
  assert.deepEqual(seen, []);
});

test('other ports than those of the web are refused before anybody is asked', () => {
  const ports = [80, 443, 22, 25, 8080, 3000, 0].filter((one) =>
    publicWorld.mayConnect('93.184.215.14', one),
  );
  assert.deepEqual(ports, [80, 443]);
});

test('a name with one address of ours among others is refused; one that changes its mind is asked once', async () => {
  const mixed = makeImageFetcher(world({ 'pictures.example': () => ['127.0.0.1', '10.0.0.1'] }));
  assert.equal(await mixed('t', `http://pictures.example:${port}/x.png`, open), null);
  let asked = 0;
  const rebinding = world({
    'pictures.example': () => {
      asked += 1;
      return asked === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
    },
  });
  const image = await makeImageFetcher(rebinding)('t', `http://pictures.example:${port}/x.png`, open);
  assert.deepEqual([image?.type, asked], ['image/png', 1]);
  const again = await makeImageFetcher(rebinding)('t', `http://pictures.example:${port}/x.png`, open);
  assert.deepEqual([again, asked], [null, 2]);
});

test('a reader who went away is fetched nothing; many wait in line', async () => {
  seen.length = 0;
  const gone = AbortSignal.abort();
  const fetching = makeImageFetcher(world(names), { patienceMs: 5000 });
  assert.equal(await fetching('t', `http://pictures.example:${port}/x.png`, gone), null);
  assert.deepEqual(seen, []);
  const many = await Promise.all(
    Array.from({ length: 30 }, () => fetching('t', `http://pictures.example:${port}/x.png`, open)),
  );
  assert.ok(many.every((image) => image?.type === 'image/png'));
});
