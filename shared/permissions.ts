/** What an actor may do. An API client's scopes are those of them that `scopes` names. */
export const permissions = [
  'tickets:read',
  'tickets:write',
  'accounts:read',
  'accounts:write',
  'users:read',
  'lists:read',
  'intake:read',
  'intake:write',
  'mail:write',
  'settings:read',
  'settings:write',
] as const;
export type Permission = (typeof permissions)[number];

/** The permissions that an API client can be given. Users can't be made or changed through /v2. */
export const scopes = [
  'tickets:read',
  'tickets:write',
  'accounts:read',
  'accounts:write',
  'users:read',
  'lists:read',
  'mail:write',
] as const satisfies readonly Permission[];
export type Scope = (typeof scopes)[number];

export const roles = ['administrator', 'agent', 'viewer'] as const;
export type Role = (typeof roles)[number];

const reading = ['tickets:read', 'accounts:read', 'users:read', 'lists:read', 'intake:read'] as const;
const handling = [...reading, 'tickets:write', 'accounts:write', 'intake:write'] as const;

export const permissionsOfRole: Record<Role, readonly Permission[]> = {
  administrator: permissions,
  agent: handling,
  viewer: reading,
};
