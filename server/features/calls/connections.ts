import { wireIdOf } from '../../../shared/id.ts';
import type { PhoneConnection, PhoneProvider, shownOnce } from '../../../shared/phone-connections.ts';
import { isoOrNull, wireOrNull } from '../../wire.ts';
import type { ConnectionRecord } from './connections.sql.ts';

export interface QueueDepartment {
  readonly queue: string;
  /** A uuid. */
  readonly department_id: string;
}

export const queuesOf = (record: Pick<ConnectionRecord, 'queues'>) =>
  record.queues as unknown as readonly QueueDepartment[];

/** Where a call-back ticket begins. */
export function departmentOf(record: ConnectionRecord, queue: string | null): string | null {
  const named = queuesOf(record).find((one) => one.queue.trim() === queue?.trim());
  return named?.department_id ?? record.department_id;
}

export const canDial = (record: ConnectionRecord) =>
  record.provider === 'voicenter' && record.is_active && record.secret !== null;

/** Under which the secret of a connection is sealed. */
export const secretOwner = (tenantId: string, id: string) => `phone:${tenantId}:${id}`;

/** What cannot be told from anybody else's requests without it. */
export const needsSecret = (provider: PhoneProvider) => provider === 'placetel' || provider === 'twilio';

export function connectionShown(record: ConnectionRecord): PhoneConnection {
  return {
    id: wireIdOf(record.id),
    provider: record.provider as PhoneProvider,
    name: record.name,
    is_active: record.is_active,
    timezone: record.timezone,
    department_id: wireOrNull(record.department_id),
    queues: queuesOf(record).map(({ queue, department_id }) => ({
      queue,
      department_id: wireIdOf(department_id),
    })),
    window_minutes: record.window_minutes,
    callback_days: record.callback_days,
    provider_account: record.provider_account,
    tls: record.tls as PhoneConnection['tls'],
    has_secret: record.secret !== null,
    can_dial: canDial(record),
    created_at: record.created_at.toISOString(),
    last_received_at: isoOrNull(record.last_received_at),
    refused: { count: record.refused_count, last_at: isoOrNull(record.last_refused_at) },
  };
}

type Address = (typeof shownOnce)['_output']['addresses'][number];

/** What is copied into the exchange's settings. */
export function addressesOf(provider: PhoneProvider, origin: string, token: string): Address[] {
  const url = `${origin}/hooks/phone/${token}`;
  if (provider === 'asterisk') return [];
  if (provider !== 'voicenter') return [{ purpose: 'events', url }];
  return [
    { purpose: 'cdr', url: `${url}/cdr` },
    { purpose: 'popup', url: `${url}/popup` },
    { purpose: 'ivr', url: `${url}/ivr` },
  ];
}
