import { z } from 'zod';
import type { Endpoint } from '../../shared/endpoint.ts';
import type {
  Answer,
  JsonSchema,
  MediaType,
  OpenApiDocument,
  Operation,
  Parameter,
} from '../../shared/openapi.ts';
import { type Scope, scopes } from '../../shared/permissions.ts';
import type { ProblemKind } from '../problem.ts';
import { headerParameters, headersOf, sharedHeaders } from './openapi-headers.ts';
import { problemAnswers, problemReference, problemSchemas } from './openapi-problems.ts';
import { schemaOf } from './openapi-schema.ts';

const scopeTexts: Record<Scope, string> = {
  'tickets:read': 'Read tickets, their messages and history',
  'tickets:write': 'Create and change tickets, add messages',
  'accounts:read': 'Search accounts',
  'accounts:write': 'Create accounts and notes',
  'users:read': 'Read the list of users',
  'lists:read': 'Read departments, priorities, statuses and types',
  'mail:write': 'Take in raw mail',
};

/**
 * Describes the public API (`/v2` and `/oauth`) as an OpenAPI 3.1 document, made of the contracts that the server itself runs
 * on. What comes back gives the document for a base: scheme and host as the caller knows them, without a slash at the end.
 */
export function openApiOf(endpoints: readonly Endpoint[]): (base: string) => OpenApiDocument {
  const published = endpoints.filter(({ url }) => /^\/(v2|oauth)\//.test(url));
  const paths: Record<string, Record<string, Operation>> = {};
  for (const endpoint of published) {
    const path = endpoint.url.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = operationOf(endpoint);
  }
  const tags = [...new Set(published.map(({ tag }) => tag))].map((name) => ({ name }));
  return (base) => ({
    openapi: '3.1.0',
    info: {
      title: 'Pniya',
      version: '2',
      summary: 'Every inquiry in one place, with proof that each one was handled',
      description:
        'Ids are decimal strings of up to 39 digits; a bare JSON number is understood too. In requests `""`, `null` and a missing key all mean "not given", and unknown keys are ignored. Instants are ISO 8601 in UTC. Error messages are Hebrew, or English when `Accept-Language` prefers it. The rate limit of the client is in the `RateLimit-*` headers of every answer.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: base }],
    tags,
    paths,
    components: {
      schemas: problemSchemas(),
      responses: problemAnswers(),
      headers: sharedHeaders,
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          description: 'Client credentials (RFC 6749, 4.4). A token lives one hour.',
          flows: { clientCredentials: { tokenUrl: `${base}/oauth/token`, scopes: scopeTexts } },
        },
        client: { type: 'http', scheme: 'basic', description: 'Client id and secret (RFC 6749, 2.3.1)' },
      },
    },
  });
}

function operationOf(endpoint: Endpoint): Operation {
  const { method, url, summary, description, tag } = endpoint;
  const words = url.split(/\W+/).filter((word) => word !== '' && word !== 'v2');
  const operationId = [method.toLowerCase(), ...words]
    .map((word, index) => (index === 0 ? word : capital(word)))
    .join('');
  const parameters = [
    ...parametersOf('path', endpoint.params),
    ...parametersOf('query', endpoint.query),
    ...headerParameters(endpoint),
  ];
  return {
    operationId,
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    security: securityOf(endpoint),
    ...(parameters.length > 0 && { parameters }),
    ...(endpoint.body && { requestBody: requestOf(endpoint.body, endpoint.bodyType ?? 'application/json') }),
    responses: { ...successOf(endpoint), ...(isOauth(endpoint) ? oauthRefusals() : refusalsOf(endpoint)) },
  };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const isOauth = ({ url }: Endpoint): boolean => url.startsWith('/oauth/');

/** Credentials of `/oauth` calls may stand in the form instead of the header, hence the empty alternative. */
function securityOf(endpoint: Endpoint): Operation['security'] {
  if (isOauth(endpoint)) return [{ client: [] }, {}];
  if (endpoint.access === 'anyone') return [];
  const needed = [endpoint.access, endpoint.alsoNeeds];
  return [{ oauth2: scopes.filter((scope) => needed.includes(scope)) }];
}

function parametersOf(place: Parameter['in'], type: z.ZodType | undefined): Parameter[] {
  if (!type) return [];
  const { properties = {}, required = [] } = schemaOf(type, 'input');
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function requestOf(type: z.ZodType, mediaType: string): NonNullable<Operation['requestBody']> {
  return { required: true, content: { [mediaType]: mediaOf(schemaOf(type, 'input')) } };
}

/** A whole body's example belongs to its media type. */
function mediaOf({ examples, ...schema }: JsonSchema): MediaType {
  return examples ? { schema, example: examples[0] } : { schema };
}

function successOf(endpoint: Endpoint): Record<string, Answer> {
  const { answer, status = 200, isTagged } = endpoint;
  const good: Answer = {
    description: status === 201 ? 'Created' : 'OK',
    ...headersOf(endpoint),
    ...(!(answer instanceof z.ZodUndefined) && {
      content: { 'application/json': mediaOf(schemaOf(answer, 'output')) },
    }),
  };
  return {
    [status]: good,
    ...(isTagged && { 304: { description: 'Nothing has changed', ...headersOf(endpoint) } }),
  };
}

function oauthRefusals(): Operation['responses'] {
  const own = [
    ['400', 'The request is not understood (RFC 6749, 5.2)', 'unsupported_grant_type'],
    ['401', 'Client id or secret is wrong', 'invalid_client'],
  ].map(([status, description = '', error]) => {
    const media = { schema: { $ref: '#/components/schemas/OAuthError' }, example: { error } };
    return [status, { description, content: { 'application/json': media } }];
  });
  return Object.fromEntries([...own, problemReference('unexpected'), problemReference('unavailable')]);
}

function refusalsOf({ access, params, query, body, description = '' }: Endpoint): Operation['responses'] {
  const kinds: ProblemKind[] = [
    ...(params || query || body ? (['bad_request'] as const) : []),
    ...(access === 'anyone' ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(params ? (['not_found'] as const) : []),
    // A contract's description names the rarer refusals of its call by their status.
    ...(/\b409\b/.test(description) ? (['conflict'] as const) : []),
    ...(body ? (['too_large', 'unsupported_media'] as const) : []),
    ...(/\b422\b/.test(description) ? (['unprocessable'] as const) : []),
    ...(access === 'anyone' ? [] : (['too_many'] as const)),
    'unexpected',
    'unavailable',
  ];
  return Object.fromEntries(kinds.map(problemReference));
}
