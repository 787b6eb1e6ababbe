import type { Call, CallResult, readCall } from '../../../shared/calls.ts';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { TenantLists } from '../../context.ts';
import { isoOrNull, wireOrNull } from '../../wire.ts';
import type { CallRecord } from './calls.sql.ts';
import type { DecisionRecord } from './decisions.sql.ts';

export function callShown(record: CallRecord, lists: TenantLists): Call {
  const { account_id: accountId, ticket_id: ticketId, ticket } = record;
  return {
    id: wireIdOf(record.id),
    connection: { id: wireIdOf(record.connection_id), name: record.connection_name ?? '' },
    direction: record.direction as Call['direction'],
    from: { value: record.from_value, shown: record.from_shown },
    to: { value: record.to_value, shown: record.to_shown },
    queue: record.queue,
    state: record.state as Call['state'],
    result: record.result as CallResult | null,
    is_missed: isMissed(record),
    user: userNamed(record.user_id, lists),
    answered_by: record.answered_by,
    account: accountId === null ? null : { id: wireIdOf(accountId), name: record.account_name ?? '' },
    ticket: ticketId === null || ticket === null ? null : { id: wireIdOf(ticketId), ...ticket },
    message_id: wireOrNull(record.message_id),
    waiting_seconds: record.waiting_seconds,
    talking_seconds: record.talking_seconds,
    started_at: record.started_at.toISOString(),
    answered_at: isoOrNull(record.answered_at),
    ended_at: isoOrNull(record.ended_at),
    recording_url: record.recording_url,
    ivr_path: record.ivr_path,
    is_unclassified: record.is_unclassified,
    classification: classificationShown(record, lists),
    intake_id: wireIdOf(record.intake_id),
    is_pulled: record.is_pulled,
    is_blocked: record.is_blocked,
    is_unbooked: record.is_unbooked,
    is_test: record.is_test,
  };
}

/** Whom the business has refused is not one whom it has missed. */
export function isMissed(call: { direction: string; result: string | null; is_blocked: boolean }): boolean {
  return call.direction === 'in' && call.result !== null && call.result !== 'answered' && !call.is_blocked;
}

export function userNamed(id: string | null, lists: TenantLists): Call['user'] {
  return id === null ? null : { id: wireIdOf(id), name: lists.users.get(id)?.name ?? '' };
}

function classificationShown(record: CallRecord, lists: TenantLists): Call['classification'] {
  if (record.classified_as === null || record.classified_at === null) return null;
  return {
    as: record.classified_as as 'ticket' | 'new_ticket' | 'no_inquiry',
    by: userNamed(record.classified_by, lists),
    at: record.classified_at.toISOString(),
    reason: record.reason as NonNullable<Call['classification']>['reason'],
    text: record.reason_text,
  };
}

type Decision = AnswerOf<typeof readCall>['decisions'][number];

export function decisionShown(record: DecisionRecord, lists: TenantLists): Decision {
  return {
    kind: record.kind as Decision['kind'],
    said: record.said as Decision['said'],
    at: record.at.toISOString(),
    by: userNamed(record.user_id, lists),
    ticket: record.ticket_number === null ? null : { number: record.ticket_number },
    reason: record.reason as Decision['reason'],
    text: record.reason_text,
    closed_ticket: record.closed_ticket,
  };
}
