import type { FastifyInstance } from 'fastify';
import {
  addApiClient,
  changeApiClient,
  listApiClients,
  revokeApiClient,
} from '../../../shared/api-clients.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { scopes } from '../../../shared/permissions.ts';
import { oauthMetadata } from '../../../shared/v2-oauth.ts';
import { publicBase } from '../../http/ords.ts';
import { route } from '../../http/route.ts';
import * as clients from './oauth.service.ts';
import { apiClientShown } from './shown.ts';
import { tokenRoutes } from './tokens.routes.ts';

export function oauthRoutes(app: FastifyInstance): void {
  tokenRoutes(app);
  route(app, oauthMetadata, (_ctx, { request }) => metadataOf(publicBase(request)));
  route(app, listApiClients, async (ctx) => ({
    items: (await clients.listApiClients(ctx)).map(apiClientShown),
  }));
  route(app, addApiClient, async (ctx, { body }) => {
    const added = await clients.addApiClient(ctx, body);
    return { ...added, id: wireIdOf(added.id) };
  });
  route(app, changeApiClient, (ctx, { params, body }) => clients.changeApiClient(ctx, params.id, body));
  route(app, revokeApiClient, (ctx, { params }) => clients.revokeApiClient(ctx, params.id));
}

/** RFC 8414, 2. No response types: there is no authorization endpoint. */
function metadataOf(issuer: string) {
  const methods = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    scopes_supported: [...scopes],
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_methods_supported: methods,
    service_documentation: `${issuer}/docs`,
  };
}
