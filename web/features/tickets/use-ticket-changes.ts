import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BodyInput } from '../../../shared/endpoint.ts';
import { changeTicket, recordNoAnswerDue, type TicketRow, undoEvents } from '../../../shared/tickets.ts';
import { ApiProblem, call } from '../../api.ts';
import { useLists, useSession } from '../../api-queries.ts';
import { problemText } from '../../components/problem-text.ts';
import { showToast } from '../../components/toast.ts';
import { useFailure } from '../../components/useFailure.ts';
import { type Belonging, belongingOf, patchEverywhere, putTicket } from './queue/queue-cache.ts';
import { ticketKey } from './ticket-queries.ts';

export type TicketPatch = BodyInput<typeof changeTicket>;
export type DueReason = BodyInput<typeof recordNoAnswerDue>;
export interface Target {
  readonly id: string;
  readonly number: number;
}

/** A change that was made, and the history lines by which it can be taken back. */
interface Made {
  readonly target: Target;
  readonly eventIds: readonly string[];
}

/** `reason_required`: the customer waits for an answer, so closing has to say why none is due. */
export type Outcome = 'done' | 'reason_required' | 'refused';

/** Calls in flight at once when many tickets are changed. */
const atOnce = 4;

/** What a change looks like on a row before the server has answered. */
export function rowPatchOf(patch: TicketPatch): Partial<TicketRow> {
  const row: Partial<TicketRow> = {};
  if (patch.subject !== undefined) row.subject = patch.subject;
  if (typeof patch.status === 'string') row.status_id = patch.status;
  const nullable = {
    owner_id: patch.owner,
    department_id: patch.department_id,
    priority_id: patch.priority_id,
  } as const;
  for (const name of ['owner_id', 'department_id', 'priority_id'] as const) {
    const value = nullable[name];
    if (value === null || typeof value === 'string') row[name] = value;
  }
  return row;
}

async function changeOne(client: QueryClient, target: Target, patch: TicketPatch, belonging: Belonging) {
  const putBack = patchEverywhere(client, target.id, target.number, rowPatchOf(patch));
  try {
    const { ticket, event_ids } = await call(changeTicket, { params: { id: target.id }, body: patch });
    putTicket(client, ticket, belonging);
    return event_ids;
  } catch (error) {
    putBack();
    throw error;
  }
}

/** Runs a job for each, a few at a time; answers what failed. */
async function forEach<One>(all: readonly One[], job: (one: One) => Promise<void>): Promise<unknown[]> {
  const failures: unknown[] = [];
  const waiting = [...all];
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      try {
        await job(one);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failures;
}

/** The ways back: an undo in the history of each ticket that a change touched. */
function useTakeBack(belonging: Belonging) {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const one = async ({ target, eventIds }: Made): Promise<void> => {
    const { ticket } = await call(undoEvents, {
      params: { id: target.id },
      body: { event_ids: [...eventIds] },
    });
    putTicket(client, ticket, belonging);
    void client.invalidateQueries({ queryKey: ticketKey(target.number) });
  };
  return async (made: readonly Made[]): Promise<void> => {
    const failures = await forEach(made, one);
    if (failures.length > 0) throw failures[0];
    showToast({ text: t('toast.undone') });
  };
}

/** Changes of one ticket: at once on the screen, taken back with a sentence when refused, and undone for ten seconds. */
export function useTicketChanges() {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const fail = useFailure();
  const belonging = belongingOf(useSession().user.id, useLists());
  const takeBack = useTakeBack(belonging);
  const sayDone = (text: string, made: Made) => {
    if (made.eventIds.length > 0) showToast({ text, undo: () => takeBack([made]) });
  };

  const change = async (target: Target, patch: TicketPatch, said: string): Promise<Outcome> => {
    try {
      const eventIds = await changeOne(client, target, patch, belonging);
      sayDone(said, { target, eventIds });
      if (patch.account_id !== undefined)
        void client.invalidateQueries({ queryKey: ticketKey(target.number) });
      return 'done';
    } catch (error) {
      if (error instanceof ApiProblem && error.reason === 'reason_required') return 'reason_required';
      fail(error, t('toast.failed'));
      return 'refused';
    }
  };

  const recordDue = async (target: Target, reason: DueReason): Promise<void> => {
    try {
      const { ticket, event_ids } = await call(recordNoAnswerDue, {
        params: { id: target.id },
        body: reason,
      });
      putTicket(client, ticket, belonging);
      sayDone(t('toast.due', { number: target.number }), { target, eventIds: event_ids });
    } catch (error) {
      fail(error, t('toast.failed'));
    }
  };
  return { change, recordDue };
}

/** The same change for many tickets, with its progress; what was refused stays as it was, and is said. */
export function useManyChanges() {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const belonging = belongingOf(useSession().user.id, useLists());
  const takeBack = useTakeBack(belonging);
  return async (
    targets: readonly Target[],
    patchOf: (target: Target) => TicketPatch,
    onProgress: (done: number) => void,
  ): Promise<void> => {
    const made: Made[] = [];
    let tried = 0;
    const failures = await forEach(targets, async (target) => {
      try {
        made.push({ target, eventIds: await changeOne(client, target, patchOf(target), belonging) });
      } finally {
        tried += 1;
        onProgress(tried);
      }
    });
    const isWhole = failures.length === 0;
    const text = isWhole
      ? t('bulk.done', { count: made.length })
      : t('bulk.partly', { done: made.length, total: targets.length, reason: problemText(t, failures[0]) });
    const changed = made.filter((one) => one.eventIds.length > 0);
    const back = changed.length > 0 ? { undo: () => takeBack(changed) } : {};
    showToast({ text, tone: isWhole ? 'done' : 'failed', ...back });
  };
}
