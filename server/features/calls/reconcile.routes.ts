import type { FastifyInstance } from 'fastify';
import {
  importCalls,
  listComparedExchanges,
  listPhoneReconciliations,
  reconcileExchange,
} from '../../../shared/phone-reconciliations.ts';
import { route } from '../../http/route.ts';
import { importCallsOf, listComparedOf, listRunsOf, requestRun } from './reconcile.service.ts';

/** Comparing an exchange's own records with our calls. */
export function exchangeRoutes(app: FastifyInstance): void {
  route(app, listComparedExchanges, (ctx) => listComparedOf(ctx));
  route(app, listPhoneReconciliations, (ctx, { params }) => listRunsOf(ctx, params.id));
  route(app, reconcileExchange, (ctx, { params, body }) => requestRun(ctx, params.id, body));
  app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    route(files, importCalls, (ctx, { params, query, request }) =>
      importCallsOf(ctx, params.id, query, (request.body ?? []) as AsyncIterable<Buffer>),
    );
  });
}
