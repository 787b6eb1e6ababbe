import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { connectExchange } from '../../testing/exchange.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const many = 15;

test('a console hears of a call that rings, and reads it, before anybody could say hello', async (t) => {
  const tenant = await product.newTenant();
  const administrator = await tenant.asUser();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic' });
  const { port } = new URL(product.url);
  const stream = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = { host: '127.0.0.1', port, path: '/api/live', headers: administrator.headers };
    get(asked, resolve).on('error', reject);
  });
  stream.setEncoding('utf8').on('error', () => undefined);
  const took: number[] = [];
  for (let index = 0; index < many; index += 1) {
    const begun = performance.now();
    const heard = new Promise<void>((resolve) => {
      const listen = (text: string) => {
        if (!text.includes('"kind":"call"')) return;
        stream.off('data', listen);
        resolve();
      };
      stream.on('data', listen);
    });
    const call = {
      event: 'newCall',
      from: `05412345${index + 10}`,
      to: '03',
      direction: 'in',
      callId: `s${index}`,
    };
    await Promise.all([heard, exchange.push(call)]);
    const { body } = await administrator('GET', '/api/calls/live');
    assert.equal(body.items.length, index + 1);
    took.push(performance.now() - begun);
  }
  stream.destroy();
  const median = took.sort((one, other) => one - other)[Math.floor(many / 2)] ?? 0;
  t.diagnostic(`from push to the call on the console: median ${median.toFixed(0)} ms`);
  // On a machine that does nothing else it is some 40 ms.
  assert.ok(median < 1000, `${median} ms`);
});
