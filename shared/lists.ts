import { z } from 'zod';
import { named, noContent } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { givenName } from './names.ts';
import { roles } from './permissions.ts';

/** A status's type is fixed and ours; its name is the tenant's. */
export const statusTypes = ['open', 'in_progress', 'waiting', 'closed'] as const;
export const statusType = z.enum(statusTypes);
export type StatusType = z.infer<typeof statusType>;

/** The lists that an administrator shapes in settings. */
export const listNames = [
  'departments',
  'priorities',
  'statuses',
  'account-statuses',
  'account-types',
] as const;
export const listName = z.enum(listNames);
export type ListName = z.infer<typeof listName>;

export const listItem = named.extend({ is_active: z.boolean() });
export type ListItem = z.infer<typeof listItem>;
export const statusItem = listItem.extend({ type: statusType });
export type StatusItem = z.infer<typeof statusItem>;

/** Every list that the console needs to show a ticket, each in its display order, inactive rows included. */
export const allLists = z.object({
  departments: z.array(listItem),
  priorities: z.array(listItem),
  statuses: z.array(statusItem),
  account_statuses: z.array(listItem),
  account_types: z.array(listItem),
  users: z.array(listItem.extend({ email: z.string(), role: z.enum(roles) })),
});
export type AllLists = z.infer<typeof allLists>;

export const readLists = endpoint({
  method: 'GET',
  url: '/api/lists',
  summary: 'All lists of the tenant',
  tag: 'lists',
  access: 'lists:read',
  answer: allLists,
});

const listParams = z.object({ list: listName });

export const addListItem = endpoint({
  method: 'POST',
  url: '/api/lists/:list',
  summary: 'Add a row at the end of a list',
  description: '`type` is required for statuses and refused elsewhere. 409 when the name is taken.',
  tag: 'lists',
  access: 'settings:write',
  params: listParams,
  body: z.object({ name: givenName(100), type: statusType.optional() }),
  status: 201,
  answer: z.object({ id: answerId }),
});

export const changeListItem = endpoint({
  method: 'PATCH',
  url: '/api/lists/:list/:id',
  summary: 'Rename, deactivate or reactivate a row; change the type of a status',
  description:
    '409 when the change would leave the tenant without an active status of type open or closed, and when a status that tickets have would become closed or stop being so.',
  tag: 'lists',
  access: 'settings:write',
  params: listParams.extend({ id: requestId }),
  body: z.object({
    name: givenName(100).optional(),
    is_active: z.boolean().optional(),
    type: statusType.optional(),
  }),
  status: 204,
  answer: noContent,
});

export const orderList = endpoint({
  method: 'PUT',
  url: '/api/lists/:list/order',
  summary: 'Set the display order; names every row of the list once',
  tag: 'lists',
  access: 'settings:write',
  params: listParams,
  body: z.object({ ids: z.array(requestId).min(1).max(1000) }),
  status: 204,
  answer: noContent,
});
