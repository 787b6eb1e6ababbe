import type { FastifyInstance } from 'fastify';
import { readThreading } from '../../../shared/messages.ts';
import { listOtherTickets, mergeTicket, moveMessages, splitTicket } from '../../../shared/moves.ts';
import { dismissMaybe } from '../../../shared/tickets.ts';
import { route } from '../../http/route.ts';
import { dismissedShown } from './desk.service.ts';
import { listOthers, mergedShown, movedShown, splitShown } from './moves.service.ts';
import { readThreadingOf } from './threads.service.ts';

/** Why a message stands where it stands, and its way to another ticket. */
export function moveRoutes(app: FastifyInstance): void {
  route(app, readThreading, (ctx, { params }) => readThreadingOf(ctx, params.id));
  route(app, dismissMaybe, (ctx, { params }) => dismissedShown(ctx, params.id));
  route(app, listOtherTickets, (ctx, { params, query }) => listOthers(ctx, params.id, query.number));
  route(app, moveMessages, (ctx, { params, body }) => movedShown(ctx, params.id, body));
  route(app, splitTicket, (ctx, { params, body }) => splitShown(ctx, params.id, body));
  route(app, mergeTicket, (ctx, { params, body }) => mergedShown(ctx, params.id, body.into));
}
