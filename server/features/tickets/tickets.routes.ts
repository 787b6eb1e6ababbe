import type { FastifyInstance } from 'fastify';
import { listEvents, listTickets } from '../../../shared/tickets.ts';
import { describeResource } from '../../../shared/v2-lists.ts';
import {
  listEventsV2,
  listTicketsV2,
  readTicketV2,
  v2Event,
  v2Message,
  v2Ticket,
} from '../../../shared/v2-tickets.ts';
import { tagged } from '../../http/etag.ts';
import { descriptionOf, publicBase } from '../../http/ords.ts';
import { route } from '../../http/route.ts';
import { listEventsOf, listTicketsOf } from './tickets.service.ts';
import { listEventsForApi, listTicketsForApi, readTicketForApi } from './tickets-v2.service.ts';

export function ticketRoutes(app: FastifyInstance): void {
  route(app, listTickets, (ctx, { query }) => listTicketsOf(ctx, query));
  route(app, listEvents, (ctx, { params, query }) => listEventsOf(ctx, params.id, query.before));
  route(app, listTicketsV2, async (ctx, { query, request, reply }) =>
    tagged(request, reply, await listTicketsForApi(ctx, query, publicBase(request))),
  );
  route(app, readTicketV2, async (ctx, { params, request, reply }) =>
    tagged(request, reply, await readTicketForApi(ctx, params.id)),
  );
  route(app, listEventsV2, async (ctx, { params, query, request, reply }) =>
    tagged(request, reply, await listEventsForApi(ctx, params.id, query, publicBase(request))),
  );
  const described = [
    ['tickets', '/v2/tickets', v2Ticket],
    ['tickets/messages', '/v2/tickets/{id}/messages', v2Message],
    ['tickets/events', '/v2/tickets/{id}/events', v2Event],
  ] as const;
  for (const [catalog, path, { shape }] of described) {
    route(app, describeResource(catalog, 'tickets:read'), (_ctx, { request, reply }) => {
      const resource = { base: publicBase(request), catalog, path };
      return tagged(request, reply, descriptionOf(resource, Object.keys(shape)));
    });
  }
}
