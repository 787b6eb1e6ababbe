import type { FastifyInstance } from 'fastify';
import { searchLeadsAndAccounts } from '../../../shared/v2-accounts.ts';
import { route } from '../../http/route.ts';
import { searchLeadsAndAccountsBy } from './search.service.ts';

export function searchRoutes(app: FastifyInstance): void {
  route(app, searchLeadsAndAccounts, (ctx, { body }) => searchLeadsAndAccountsBy(ctx, body));
}
