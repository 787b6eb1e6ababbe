import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonSchema, MediaType, OpenApiDocument, Operation } from '../../../shared/openapi.ts';
import { startOwnApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';

let started: TestApp;
let tenant: TestTenant;
before(async () => {
  // With one tenant, as an installation begins.
  started = await startOwnApp();
  tenant = await started.newTenant();
});
after(() => started.stop());

const get = (url: string, host = tenant.host) =>
  started.app.inject({ method: 'GET', url, headers: { host } });

async function document(): Promise<OpenApiDocument> {
  const answer = await get('/v2/openapi.json');
  assert.equal(answer.statusCode, 200, answer.body);
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  return answer.json<OpenApiDocument>();
}

function operationsOf({ paths }: OpenApiDocument): [string, Operation][] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

test('every route of /v2 and /oauth is in the document, and nothing else', async () => {
  const described = operationsOf(await document()).map(([name]) => name);
  const routes = started.app.routeTable
    .filter(({ method, url }) => method !== 'HEAD' && /^\/(v2|oauth)\//.test(url))
    .map(({ method, url }) => `${method.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual(described.sort(), routes.sort());
  assert.ok(described.includes('post /v2/tickets/create') && described.includes('post /oauth/token'));
});

test('the document keeps the rules of OpenAPI 3.1', async () => {
  const whole = await document();
  assert.equal(whole.openapi, '3.1.0');
  assert.deepEqual(whole.servers, [{ url: `http://${tenant.host}` }]);
  const ids = operationsOf(whole).map(([, { operationId }]) => operationId);
  assert.equal(new Set(ids).size, ids.length, 'an operationId stands once');
  const flows = JSON.stringify(whole.components.securitySchemes);
  for (const [name, operation] of operationsOf(whole)) {
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const given = (operation.parameters ?? []).filter(({ in: place }) => place === 'path');
    assert.deepEqual(
      given.map((parameter) => parameter.name),
      inPath,
      name,
    );
    assert.ok(
      given.every(({ required }) => required),
      name,
    );
    const statuses = Object.keys(operation.responses);
    assert.ok(
      statuses.some((status) => /^2\d\d$/.test(status)),
      name,
    );
    assert.ok(
      statuses.every((status) => /^[2-5]\d\d$/.test(status)),
      name,
    );
    for (const scheme of operation.security) {
      for (const scope of scheme.oauth2 ?? []) assert.ok(flows.includes(`"${scope}"`), `${name}: ${scope}`);
    }
    if (operation.requestBody) assert.doesNotMatch(name, /^get /);
    assert.ok(
      operation.tags.every((tag) => whole.tags.some((known) => known.name === tag)),
      name,
    );
  }
});

test('the headers that a call understands and answers are in the document', async () => {
  const whole = await document();
  const create = whole.paths['/v2/tickets/create']?.post;
  const named = (operation: Operation | undefined) =>
    (operation?.parameters ?? []).filter(({ in: place }) => place === 'header').map(({ name }) => name);
  const answered = (operation: Operation | undefined, status: string) => {
    const answer = operation?.responses[status];
    return answer && 'headers' in answer ? Object.keys(answer.headers ?? {}) : [];
  };
  const rate = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
  assert.deepEqual(named(create), ['Idempotency-Key']);
  assert.deepEqual(answered(create, '201'), ['Location', ...rate]);
  const client = await tenant.asClient();
  for (const path of ['/v2/tickets', '/v2/tickets/statuses', '/v2/users', '/v2/metadata-catalog/users']) {
    const list = whole.paths[path]?.get;
    assert.deepEqual(named(list), ['If-None-Match'], path);
    assert.deepEqual(answered(list, '200'), ['ETag', ...rate], path);
    const { headers } = await client('GET', path);
    for (const name of answered(list, '200')) assert.ok(headers[name.toLowerCase()], `${path} ${name}`);
    const same = await client('GET', path, undefined, { 'if-none-match': String(headers.etag) });
    assert.ok(list && String(same.status) in list.responses, path);
  }
  const token = whole.paths['/oauth/token']?.post?.requestBody?.content;
  assert.deepEqual(Object.values(token ?? {})[0]?.schema.required, ['grant_type']);
});

test('every reference leads somewhere', async () => {
  const whole = await document();
  const references = [...JSON.stringify(whole).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  assert.ok(references.length > 20);
  for (const path of references) {
    const step = (at: unknown, key: string) => (at as Record<string, unknown> | undefined)?.[key];
    assert.ok(path.split('/').reduce<unknown>(step, whole), path);
  }
});

test('every schema is one, every example fits its schema', async () => {
  const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
  const media = operationsOf(await document()).flatMap(([name, operation]) =>
    mediaOf(operation).map((one) => ({ name, ...one })),
  );
  for (const { name, schema, example } of media) {
    for (const type of typesIn(schema)) assert.ok(types.has(type), `${name}: ${type}`);
    if (example !== undefined) assertFits(schema, example, name);
  }
  assert.ok(media.filter(({ example }) => example !== undefined).length >= 8);
});

function mediaOf({ requestBody, responses }: Operation): MediaType[] {
  const answers = Object.values(responses).map((answer) => ('$ref' in answer ? undefined : answer.content));
  return [requestBody?.content, ...answers].flatMap((content) => Object.values(content ?? {}));
}

function typesIn(schema: JsonSchema): string[] {
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ];
  return [...[schema.type ?? []].flat(), ...inner.flatMap(typesIn)];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function assertFits(schema: JsonSchema, value: unknown, name: string): void {
  if (schema.type === undefined) return;
  const allowed = [schema.type].flat().map((type) => (type === 'integer' ? 'number' : type));
  assert.ok(allowed.includes(typeOf(value)), `${name}: ${typeOf(value)} is not ${allowed.join()}`);
  if (typeof value === 'string' && schema.pattern !== undefined)
    assert.match(value, new RegExp(schema.pattern, 'u'), name);
  if (schema.enum) assert.ok(schema.enum.includes(value), `${name}: ${String(value)}`);
  if (Array.isArray(value)) for (const each of value) assertFits(schema.items ?? {}, each, name);
  else if (typeof value === 'object' && value !== null) assertObjectFits(schema, value, name);
}

function assertObjectFits({ properties, required = [] }: JsonSchema, value: object, name: string): void {
  for (const key of required) assert.ok(key in value, `${name}: ${key} is missing`);
  for (const [key, each] of Object.entries(value)) {
    assert.ok(properties === undefined || key in properties, `${name}: ${key} is not described`);
    assertFits(properties?.[key] ?? {}, each, `${name} ${key}`);
  }
}
