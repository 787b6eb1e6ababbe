import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { problemBody } from '../../shared/problem.ts';
import { problemKinds } from '../problem.ts';
import { belongingsOf } from './belongings.ts';
import { type GarbageRequest, garbageFor } from './garbage.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from './start-test-app.ts';

let product: TestApp;
let tenant: TestTenant;
let known: string[];
before(async () => {
  product = await startTestApp({ apiRequestsPerMinute: 1_000_000 });
  tenant = await product.newTenant();
  known = Object.values(await belongingsOf(product, tenant));
});
after(() => product.stop());

/** All routes together take about this long. */
const limitMs = 20_000;
const runsPerRoute = 100;
const names = new Map<number, string>(Object.values(problemKinds).map(({ status, code }) => [status, code]));

/** 2xx, 304 and the way back from a provider's page are legal; everything else is a refusal in the one shape, or in OAuth's at its own addresses. */
async function assertSane(method: string, ask: Ask, { path, headers, body }: GarbageRequest): Promise<void> {
  const answer = await product.app.inject({
    method: method as 'POST',
    url: path,
    headers: { ...headers, ...ask.headers },
    ...(body !== undefined && { payload: body }),
  });
  const { statusCode: status, payload } = answer;
  const told = `${status} ${payload.slice(0, 500)}`;
  if ((status >= 200 && status < 300) || status === 304) return;
  if (status === 303) return assert.match(String(answer.headers.location), /^\/settings\/mailboxes\?/);
  assert.ok(status >= 400 && status < 500, told);
  // Exchanges are answered as their documents say.
  const isForeign = path.startsWith('/oauth/') || path.startsWith('/hooks/');
  if (isForeign && String(answer.headers['content-type']).startsWith('application/json')) {
    assert.equal(typeof answer.json().error, 'string', told);
    return;
  }
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8', told);
  const problem = problemBody.parse(answer.json());
  assert.equal(problem.code, names.get(status), told);
  assert.ok(problem.message.length > 0 && !/[{}]|Error|undefined|SELECT|select /.test(problem.message), told);
}

test('garbage of every kind to every route: refused in the one shape, or answered; never a failure', async () => {
  const routes = product.app.routeTable.filter((row) => row.endpoint && row.method !== 'HEAD');
  // An open stream has no end that could be waited for.
  const walked = routes.filter(({ url }) => url !== '/api/live');
  assert.ok(walked.length > 60);
  const [client, user] = [await tenant.asClient(), await tenant.asUser()];
  for (const { method, url, endpoint } of walked) {
    if (!endpoint) continue;
    const isLeaving = method === 'DELETE' && url === '/api/session';
    const ask = url.startsWith('/api/') ? (isLeaving ? await tenant.asUser() : user) : client;
    const holds = fc.asyncProperty(garbageFor(endpoint, known), (request) =>
      assertSane(method, ask, request),
    );
    const found = await fc.check(holds, {
      numRuns: runsPerRoute,
      interruptAfterTimeLimit: limitMs / walked.length,
      markInterruptAsFailure: false,
    });
    // A machine that has much else to do may not come to the end of the first one in that time.
    if (found.failed && found.counterexample !== null)
      assert.fail(`${method} ${url}: ${await fc.asyncDefaultReportMessage(found)}`);
  }
  assert.equal((await product.app.inject('/health')).statusCode, 200);
  const { status: alive } = await client('POST', '/v2/tickets/create', {
    subject: 'עדיין כאן',
    status: '233476065495939904005866822871905093425',
  });
  assert.equal(alive, 201);
});
