import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** A parameter without a value counts as not sent (RFC 6749, 3.2). */
const parameter = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

/** Credentials may come here instead of in `Authorization: Basic`, never in both (RFC 6749, 2.3.1). */
const credentials = {
  client_id: parameter.meta({ description: 'Unless it is in `Authorization`' }),
  client_secret: parameter.meta({ description: 'Unless it is in `Authorization`' }),
};
const form = 'application/x-www-form-urlencoded';

export const oauthToken = endpoint({
  method: 'POST',
  url: '/oauth/token',
  summary: 'An access token for an API client (RFC 6749, 4.4)',
  description:
    'Credentials in `Authorization: Basic`, or as `client_id` and `client_secret` in the body. `scope` is a part of the client’s own scopes; without it the token has them all. A client may have many live tokens.',
  tag: 'oauth',
  access: 'anyone',
  bodyType: form,
  body: z
    .object({
      grant_type: parameter.meta({ const: 'client_credentials' }),
      scope: parameter.meta({ description: 'Space-separated; the client’s own scopes unless given' }),
      ...credentials,
    })
    .meta({ required: ['grant_type'], example: { grant_type: 'client_credentials' } }),
  answer: z
    .object({
      access_token: z.string(),
      token_type: z.literal('bearer'),
      expires_in: z.number().meta({ description: 'Seconds' }),
    })
    .meta({ example: { access_token: 'HsXI8gp1B5F2d5EDnGy3Tw', token_type: 'bearer', expires_in: 3600 } }),
});

const tokenBody = z
  .object({
    token: parameter.meta({ description: 'The access token' }),
    token_type_hint: parameter.meta({ description: 'Taken, and not needed' }),
    ...credentials,
  })
  .meta({ required: ['token'] });

export const revokeToken = endpoint({
  method: 'POST',
  url: '/oauth/revoke',
  summary: 'End an access token of the calling API client (RFC 7009)',
  tag: 'oauth',
  access: 'anyone',
  bodyType: form,
  body: tokenBody,
  answer: z.undefined(),
});

export const introspectToken = endpoint({
  method: 'POST',
  url: '/oauth/introspect',
  summary: 'Whether an access token is live, and what it may do (RFC 7662)',
  description:
    'Any API client of the business may ask about any token of the same business: whoever holds a token may know what it is good for. Tokens of other businesses are unknown here: `{"active": false}`.',
  tag: 'oauth',
  access: 'anyone',
  bodyType: form,
  body: tokenBody,
  answer: z.object({
    active: z.boolean(),
    scope: z.string().optional(),
    client_id: z.string().optional(),
    token_type: z.string().optional(),
    exp: z.number().optional(),
    iat: z.number().optional(),
  }),
});

export const oauthMetadata = endpoint({
  method: 'GET',
  url: '/.well-known/oauth-authorization-server',
  summary: 'What this authorization server can do (RFC 8414)',
  tag: 'oauth',
  access: 'anyone',
  answer: z.object({
    issuer: z.string(),
    token_endpoint: z.string(),
    revocation_endpoint: z.string(),
    introspection_endpoint: z.string(),
    scopes_supported: z.array(z.string()),
    response_types_supported: z.array(z.string()),
    grant_types_supported: z.array(z.string()),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    introspection_endpoint_auth_methods_supported: z.array(z.string()),
    service_documentation: z.string(),
  }),
});
