import type { FastifyInstance } from 'fastify';
import type { Endpoint } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { type AllLists, addListItem, changeListItem, orderList, readLists } from '../../../shared/lists.ts';
import {
  describeResource,
  listAccountStatusesV2,
  listAccountTypesV2,
  listDepartmentsV2,
  listPrioritiesV2,
  listStatusesV2,
  listUsersV2,
  type V2ListItem,
  type V2User,
} from '../../../shared/v2-lists.ts';
import type { ListRow, TenantLists, UserRow } from '../../context.ts';
import { tagged } from '../../http/etag.ts';
import { descriptionOf, pageOfListing, publicBase, secondsInstant } from '../../http/ords.ts';
import { route } from '../../http/route.ts';
import * as change from './change.service.ts';

/** The published lists. */
const published = [
  [listDepartmentsV2, 'departments'],
  [listPrioritiesV2, 'priorities'],
  [listStatusesV2, 'statuses'],
  [listAccountStatusesV2, 'accountStatuses'],
  [listAccountTypesV2, 'accountTypes'],
] as const;

export function listRoutes(app: FastifyInstance): void {
  route(app, readLists, async (ctx) => allListsOf(await ctx.lists.of(ctx.tenantId)));
  route(app, addListItem, async (ctx, { params, body }) => {
    const { id } = await change.addListItem(ctx, params.list, body);
    return { id: wireIdOf(id) };
  });
  route(app, changeListItem, (ctx, { params, body }) =>
    change.changeListItem(ctx, params.list, params.id, body),
  );
  route(app, orderList, (ctx, { params, body }) => change.orderList(ctx, params.list, body.ids));
  for (const [endpoint, list] of published) {
    route(app, endpoint, async (ctx, { query, request, reply }) => {
      const rows = (await ctx.lists.of(ctx.tenantId))[list];
      const items = [...rows.values()].map(v2ItemOf);
      const listing = { base: publicBase(request), path: endpoint.url, paging: query, items };
      return tagged(request, reply, pageOfListing(listing));
    });
    describe(app, endpoint, ['id', 'name', 'is_active']);
  }
  route(app, listUsersV2, async (ctx, { query, request, reply }) => {
    const { users } = await ctx.lists.of(ctx.tenantId);
    const items = [...users.values()].map(v2UserOf);
    const listing = { base: publicBase(request), path: listUsersV2.url, paging: query, items };
    return tagged(request, reply, pageOfListing(listing));
  });
  describe(app, listUsersV2, ['id', 'name', 'is_active', 'created']);
}

function describe(app: FastifyInstance, { url, access }: Endpoint, members: readonly string[]): void {
  if (access === 'anyone' || access === 'signed-in') return;
  const catalog = url.slice('/v2/'.length);
  route(app, describeResource(catalog, access), (_ctx, { request, reply }) =>
    tagged(request, reply, descriptionOf({ base: publicBase(request), path: url, catalog }, members)),
  );
}

function v2ItemOf(row: ListRow): V2ListItem {
  return { id: wireIdOf(row.id), name: row.name, is_active: row.isActive ? 'Y' : 'N' };
}

function v2UserOf(row: UserRow): V2User {
  return { ...v2ItemOf(row), created: secondsInstant(row.createdAt) };
}

function allListsOf(lists: TenantLists): AllLists {
  const items = (rows: ReadonlyMap<string, ListRow>) => [...rows.values()].map(itemOf);
  return {
    departments: items(lists.departments),
    priorities: items(lists.priorities),
    statuses: [...lists.statuses.values()].map((row) => ({ ...itemOf(row), type: row.type })),
    account_statuses: items(lists.accountStatuses),
    account_types: items(lists.accountTypes),
    users: [...lists.users.values()].map((row) => ({ ...itemOf(row), email: row.email, role: row.role })),
  };
}

function itemOf(row: ListRow): { id: string; name: string; is_active: boolean } {
  return { id: wireIdOf(row.id), name: row.name, is_active: row.isActive };
}
