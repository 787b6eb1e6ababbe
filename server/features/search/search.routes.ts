import type { FastifyInstance } from 'fastify';
import { searchTickets } from '../../../shared/search.ts';
import { searchLeadsAndAccounts } from '../../../shared/v2-accounts.ts';
import { route } from '../../http/route.ts';
import { searchLeadsAndAccountsBy } from './search.service.ts';
import { searchTicketsBy } from './tickets.service.ts';

export function searchRoutes(app: FastifyInstance): void {
  route(app, searchTickets, (ctx, { query }) => searchTicketsBy(ctx, query));
  route(app, searchLeadsAndAccounts, (ctx, { body }) => searchLeadsAndAccountsBy(ctx, body));
}
