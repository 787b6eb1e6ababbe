import type { FastifyInstance } from 'fastify';
import { readThreading } from '../../../shared/messages.ts';
import { dismissMaybe } from '../../../shared/tickets.ts';
import { route } from '../../http/route.ts';
import { dismissedShown } from './desk.service.ts';
import { readThreadingOf } from './threads.service.ts';

/** Why a message stands where it stands, and its way to another ticket. */
export function moveRoutes(app: FastifyInstance): void {
  route(app, readThreading, (ctx, { params }) => readThreadingOf(ctx, params.id));
  route(app, dismissMaybe, (ctx, { params }) => dismissedShown(ctx, params.id));
}
