import { z } from 'zod';
import { instant, noContent } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { givenName } from './names.ts';
import { scopes } from './permissions.ts';

export const apiClient = z.object({
  id: answerId,
  client_id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  is_active: z.boolean(),
  requests_per_minute: z.number().nullable(),
  created_at: instant,
  revoked_at: instant.nullable(),
  last_used_at: instant.nullable(),
});
export type ApiClient = z.infer<typeof apiClient>;

export const listApiClients = endpoint({
  method: 'GET',
  url: '/api/api-clients',
  summary: 'API clients, revoked ones included',
  tag: 'api clients',
  access: 'settings:read',
  answer: z.object({ items: z.array(apiClient) }),
});

export const addApiClient = endpoint({
  method: 'POST',
  url: '/api/api-clients',
  summary: 'Add an API client; the secret is in this answer and never again',
  tag: 'api clients',
  access: 'settings:write',
  body: z.object({
    name: givenName(100),
    scopes: z.array(z.enum(scopes)).min(1, { error: 'required' }),
    requests_per_minute: z.number().int().min(1).max(10_000_000).nullish(),
  }),
  status: 201,
  answer: z.object({ id: answerId, client_id: z.string(), client_secret: z.string() }),
});

export const changeApiClient = endpoint({
  method: 'PATCH',
  url: '/api/api-clients/:id',
  summary: 'Change an API client; deactivating it ends all of its tokens at once',
  tag: 'api clients',
  access: 'settings:write',
  params: z.object({ id: requestId }),
  body: z.object({
    name: givenName(100).optional(),
    scopes: z.array(z.enum(scopes)).min(1, { error: 'required' }).optional(),
    requests_per_minute: z.number().int().min(1).max(10_000_000).nullish(),
    is_active: z.boolean().optional(),
  }),
  status: 204,
  answer: noContent,
});

export const revokeApiClient = endpoint({
  method: 'DELETE',
  url: '/api/api-clients/:id',
  summary: 'Revoke an API client for good; all of its tokens end at once',
  tag: 'api clients',
  access: 'settings:write',
  params: z.object({ id: requestId }),
  status: 204,
  answer: noContent,
});
