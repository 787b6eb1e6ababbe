import type { ApiClient } from '../../../shared/api-clients.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { scopes } from '../../../shared/permissions.ts';
import type { ApiClientRecord } from './api-clients.sql.ts';

export function apiClientShown(record: ApiClientRecord): ApiClient {
  return {
    ...record,
    id: wireIdOf(record.id),
    scopes: scopes.filter((scope) => record.scopes.includes(scope)),
    created_at: record.created_at.toISOString(),
    revoked_at: record.revoked_at?.toISOString() ?? null,
    last_used_at: record.last_used_at?.toISOString() ?? null,
  };
}
