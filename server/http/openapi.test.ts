import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { optionalText, requiredText } from '../../shared/common.ts';
import { type Endpoint, endpoint } from '../../shared/endpoint.ts';
import { optionalRequestId, requestId } from '../../shared/id.ts';
import { openApiOf } from './openapi.ts';

const base = 'https://desk.example.com';
const answer = z.object({ id: z.string() });
const make = endpoint({
  method: 'POST',
  url: '/v2/things/:id/create',
  summary: 'Make a thing',
  description: 'A second one is 409; a reused key is 422.',
  tag: 'things',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  query: z.object({ limit: z.coerce.number().int().min(1).default(25) }),
  body: z
    .object({
      name: requiredText(500),
      note: optionalText(100).describe('A note'),
      owner: optionalRequestId,
      on: z.iso.datetime(),
    })
    .meta({ example: { name: 'x', on: '2026-01-01T00:00:00Z' } }),
  status: 201,
  answer: answer.meta({ example: { id: '1' } }),
});
const plain = (url: string, access: Endpoint['access'] = 'anyone'): Endpoint => ({
  method: 'GET',
  url,
  summary: 's',
  tag: 't',
  access,
  answer,
});

test('a call is described by its own contract', () => {
  const operation = openApiOf([make])(base).paths['/v2/things/{id}/create']?.post;
  assert.ok(operation);
  assert.deepEqual(operation.security, [{ oauth2: ['tickets:write'] }]);
  assert.deepEqual(
    operation.parameters?.map(({ name, in: place, required }) => [name, place, required]),
    [
      ['id', 'path', true],
      ['limit', 'query', false],
    ],
  );
  const media = operation.requestBody?.content['application/json'];
  assert.deepEqual(media?.example, { name: 'x', on: '2026-01-01T00:00:00Z' });
  assert.deepEqual(media?.schema.required, ['name', 'on']);
  assert.deepEqual(media?.schema.properties, {
    name: { type: 'string', maxLength: 500 },
    note: { type: ['string', 'null'], maxLength: 100, description: 'A note' },
    owner: {
      type: ['string', 'null'],
      description: 'Decimal id; `""`, `null` or a missing key mean "not given".',
    },
    on: { type: 'string', format: 'date-time' },
  });
  assert.deepEqual(
    Object.keys(operation.responses),
    '201 400 401 403 404 409 413 415 422 429 500 503'.split(' '),
  );
});

test('the console’s calls are not in it; open calls need no token; forms are forms', () => {
  const form = { ...plain('/oauth/token'), method: 'POST' as const, body: z.object({ a: z.string() }) };
  const endpoints = [plain('/api/tickets', 'tickets:read'), plain('/v2/open'), plain('/docs')];
  const { paths } = openApiOf([...endpoints, { ...form, bodyType: 'application/x-www-form-urlencoded' }])(
    base,
  );
  assert.deepEqual(Object.keys(paths), ['/v2/open', '/oauth/token']);
  assert.deepEqual(paths['/v2/open']?.get?.security, []);
  assert.deepEqual(Object.keys(paths['/oauth/token']?.post?.requestBody?.content ?? {}), [
    'application/x-www-form-urlencoded',
  ]);
  assert.deepEqual(paths['/oauth/token']?.post?.security, [{ client: [] }, {}]);
});

test('addresses are those the caller knows, and problems are examples of what is really sent', () => {
  const document = openApiOf([make])(base);
  assert.deepEqual(document.servers, [{ url: base }]);
  assert.match(
    JSON.stringify(document.components.securitySchemes),
    /https:\/\/desk\.example\.com\/oauth\/token/,
  );
  const { BadRequest } = document.components.responses;
  const body = BadRequest?.content?.['application/problem+json']?.example;
  assert.deepEqual(body, {
    code: 'BadRequest',
    title: 'Bad Request',
    message: 'הבקשה אינה תקינה',
    errors: [{ field: 'status', message: 'שדה חובה' }],
    type: 'tag:pniya,2026:error/BadRequest',
    instance: 'tag:pniya,2026:ecid/req-1',
    reason: 'invalid_request',
  });
});
