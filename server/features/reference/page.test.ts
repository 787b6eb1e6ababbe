import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { OpenApiDocument, Operation } from '../../../shared/openapi.ts';
import { startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { hebrewCalls, hebrewFields } from './hebrew-calls.ts';

let started: TestApp;
let tenant: TestTenant;
before(async () => {
  started = await startTestApp();
  tenant = await started.newTenant();
});
after(() => started.stop());

const get = (url: string, host = tenant.host) =>
  started.app.inject({ method: 'GET', url, headers: { host } });

async function document(): Promise<OpenApiDocument> {
  const answer = await get('/v2/openapi.json');
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<OpenApiDocument>();
}

function operationsOf({ paths }: OpenApiDocument): [string, Operation][] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

test('the page shows every call, in Hebrew unless English is asked for', async () => {
  const whole = await document();
  const [hebrew, english] = [await get('/docs'), await get('/docs?lang=en')];
  assert.match(hebrew.body, /<html lang="he" dir="rtl">/);
  assert.match(english.body, /<html lang="en" dir="ltr">/);
  for (const [name, { operationId }] of operationsOf(whole)) {
    if (name.endsWith('/openapi.json')) continue;
    for (const page of [hebrew.body, english.body]) assert.ok(page.includes(`id="${operationId}"`), name);
  }
  for (const page of [hebrew.body, english.body]) {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.has(target), `#${target}`);
    assert.match(page, /271911966272026940869079307116515873576/);
  }
});

test('every call and every attribute has its Hebrew words, and there are no others', async () => {
  const operations = operationsOf(await document()).filter(
    ([, { tags }]) => !['metadata', 'reference'].includes(tags[0] ?? ''),
  );
  const ids = operations.map(([, { operationId }]) => operationId);
  assert.deepEqual(Object.keys(hebrewCalls).sort(), ids.sort());
  const fields = operations.flatMap(([, { parameters = [], requestBody }]) => [
    ...parameters.map(({ name }) => name),
    ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
      Object.keys(schema.properties ?? {}),
    ),
  ]);
  const own = Object.values(hebrewCalls).flatMap((call) => Object.keys(call.fields ?? {}));
  for (const field of fields) assert.ok(field in hebrewFields || own.includes(field), field);
  for (const field of [...Object.keys(hebrewFields), ...own]) assert.ok(fields.includes(field), field);
});

test('the page loads nothing and runs nothing, and a host name cannot write into it', async () => {
  const page = await get('/docs');
  const policy = String(page.headers['content-security-policy']);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page.body)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  assert.equal(policy.split('; ').slice(0, 2).join('; '), `default-src 'none'; style-src 'sha256-${hash}'`);
  assert.doesNotMatch(page.body, /<script|<link|<img|<iframe| style=| on\w+=|@import|url\(/i);
  // The only tenant answers on every host name, whatever it looks like.
  const answer = await get('/docs', 'x"><script>alert(1)</script>');
  assert.equal(answer.statusCode, 200);
  assert.doesNotMatch(answer.body, /<script/);
});

test('an unknown language is Hebrew; an unknown host is refused', async () => {
  assert.match((await get('/docs?lang=fr')).body, /<html lang="he"/);
  await started.newTenant();
  assert.equal((await get('/docs', 'nobody.example.org')).statusCode, 404);
});
