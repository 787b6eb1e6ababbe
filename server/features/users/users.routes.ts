import type { FastifyInstance } from 'fastify';
import { wireIdOf } from '../../../shared/id.ts';
import { addUser, changeUser, listUsers } from '../../../shared/users.ts';
import { route } from '../../http/route.ts';
import { sessionRoutes } from './sessions.routes.ts';
import { userInSettings } from './shown.ts';
import * as users from './users.service.ts';

export function userRoutes(app: FastifyInstance): void {
  sessionRoutes(app);
  route(app, listUsers, async (ctx) => ({ items: (await users.listUsers(ctx)).map(userInSettings) }));
  route(app, addUser, async (ctx, { body }) => ({ id: wireIdOf((await users.addUser(ctx, body)).id) }));
  route(app, changeUser, (ctx, { params, body }) => users.changeUser(ctx, params.id, body));
}
