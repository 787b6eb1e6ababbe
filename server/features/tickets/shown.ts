import { wireIdOf } from '../../../shared/id.ts';
import type { Ticket, TicketRow } from '../../../shared/tickets.ts';
import type { TenantLists } from '../../context.ts';
import { actorShown, isoOrNull, wireOrNull } from '../../wire.ts';
import type { TicketRecord } from './tickets.sql.ts';

/** A database row as a row of a list. */
export function rowShown(record: TicketRecord): TicketRow {
  const { account_id: accountId } = record;
  return {
    id: wireIdOf(record.id),
    number: record.number,
    subject: record.subject,
    channel: record.channel as TicketRow['channel'],
    account: accountId === null ? null : { id: wireIdOf(accountId), name: record.account_name ?? '' },
    sender: record.email ?? record.phone,
    owner_id: wireOrNull(record.owner_id),
    department_id: wireOrNull(record.department_id),
    priority_id: wireOrNull(record.priority_id),
    status_id: wireIdOf(record.status_id),
    waiting_since: isoOrNull(record.waiting_since),
    created_at: record.created_at.toISOString(),
    updated_at: record.updated_at.toISOString(),
  };
}

export interface HandlingRecord {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly user_id: string | null;
  readonly reason: string | null;
  readonly message_id: string | null;
  readonly server_answer: string | null;
}

export function handlingShown(record: HandlingRecord, lists: TenantLists): Ticket['handling'] {
  return {
    id: wireIdOf(record.id),
    kind: record.kind as 'reply' | 'call' | 'reason',
    at: record.at.toISOString(),
    actor: actorShown(record.user_id === null ? 'system' : `user:${record.user_id}`, lists, new Map()),
    reason: record.reason,
    message_id: wireOrNull(record.message_id),
    server_answer: record.server_answer,
  };
}
