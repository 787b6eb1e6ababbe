import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { deliver, settledLedger } from '../testing/mail-client.ts';
import { startTestApp, type TestApp } from '../testing/start-test-app.ts';

const said: string[] = [];
let product: TestApp;
before(async () => {
  const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  product = await startTestApp({}, log);
});
after(() => product.stop());

/** Asks for a file, and goes away as soon as its first bytes are there. */
async function askAndGo(url: string, headers: Record<string, string>): Promise<void> {
  const socket = connect(Number(new URL(product.url).port), '127.0.0.1');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write([`GET ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  const first = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve).once('error', reject);
  });
  assert.match(first.toString('latin1'), /^HTTP\/1\.1 200 /);
  socket.destroy();
}

test('a browser that goes away in the middle of a file is nobody’s failure', async () => {
  const tenant = await product.newTenant();
  const agent = await tenant.asUser('agent');
  const file = `--b\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(
    12_000_000,
    7,
  )
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n')}`;
  const head = 'From: x@example.com\r\nSubject: picture\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  await deliver(product, tenant.mailAddress, `${head}${file}\r\n--b--\r\n`);
  await settledLedger(agent, 1);
  const { body: page } = await agent('GET', '/api/tickets/1');
  const { id } = page.messages[0].attachments[0];
  for (let turn = 0; turn < 3; turn += 1) await askAndGo(`/api/attachments/${id}?inline=1`, agent.headers);
  await sleep(500);
  assert.deepEqual(said, []);
  const whole = await agent('GET', `/api/attachments/${id}`);
  assert.equal(whole.status, 200);
});
