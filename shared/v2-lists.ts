import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { answerId } from './id.ts';
import type { Permission } from './permissions.ts';
import { link, offsetPaging, pageOf } from './v2-page.ts';

const isActive = z.enum(['Y', 'N']);

/** A row of a published list; inactive rows are listed too, and can't be chosen. */
export const v2ListItem = z.object({ id: answerId, name: z.string(), is_active: isActive });
export type V2ListItem = z.infer<typeof v2ListItem>;

export const v2User = v2ListItem.extend({
  created: z.string().meta({ format: 'date-time', example: '2021-04-03T00:00:00Z' }),
});
export type V2User = z.infer<typeof v2User>;

const listEndpoint = <const Url extends `/v2/${string}`>(url: Url, summary: string, tag: string) =>
  endpoint({
    method: 'GET',
    url,
    summary,
    tag,
    access: 'lists:read',
    query: offsetPaging,
    answer: pageOf(v2ListItem),
    isTagged: true,
  });

export const listDepartmentsV2 = listEndpoint(
  '/v2/tickets/departments',
  'מחלקות תמיכה · Departments',
  'tickets',
);
export const listPrioritiesV2 = listEndpoint('/v2/tickets/priorities', 'רמות דחיפות · Priorities', 'tickets');
export const listStatusesV2 = listEndpoint('/v2/tickets/statuses', 'סטטוסים · Ticket statuses', 'tickets');
export const listAccountStatusesV2 = listEndpoint(
  '/v2/accounts/statuses',
  'סטטוסי לקוח · Account statuses',
  'accounts',
);
export const listAccountTypesV2 = listEndpoint('/v2/accounts/types', 'סוגי לקוח · Account types', 'accounts');

export const listUsersV2 = endpoint({
  method: 'GET',
  url: '/v2/users',
  summary: 'משתמשים · Users',
  description: 'Users can’t be made or changed through this API.',
  tag: 'users',
  access: 'users:read',
  query: offsetPaging,
  answer: pageOf(v2User),
  isTagged: true,
});

/** What a `describedby` link leads to. */
export const resourceDescription = z.object({
  name: z.string(),
  primarykey: z.array(z.string()),
  members: z.array(z.object({ name: z.string(), type: z.string() })),
  links: z.array(link.extend({ mediaType: z.string().optional() })),
});
export type ResourceDescription = z.infer<typeof resourceDescription>;

/** The description of a resource, by the name of it in the catalogue, open to whoever may read the resource. */
export const describeResource = (path: string, access: Permission) =>
  endpoint({
    method: 'GET',
    url: `/v2/metadata-catalog/${path}`,
    summary: `Description of /v2/${path}`,
    tag: 'metadata',
    access,
    answer: resourceDescription,
    isTagged: true,
  });
