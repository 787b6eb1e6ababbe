import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusItem } from '../../../../shared/lists.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { useLists } from '../../../api-queries.ts';
import { showToast } from '../../../components/toast.ts';
import { ReasonDialog } from '../ReasonDialog.tsx';
import { type DueReason, useTicketChanges } from '../use-ticket-changes.ts';

type Asking = { kind: 'close'; status: StatusItem } | { kind: 'due' };

/** Changing the status, closing, and recording that no answer is due: asks for a reason exactly when one is needed. */
export function useClosing(ticket: Ticket): {
  setStatus: (id: string) => void;
  close: () => void;
  recordDue: () => void;
  /** Null when the tenant has no active status of type closed. */
  closedStatus: StatusItem | null;
  isClosed: boolean;
  dialog: ReactNode;
} {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const { change, recordDue } = useTicketChanges();
  const [asking, setAsking] = useState<Asking | null>(null);
  const statuses = lists?.statuses ?? [];
  const closedStatus = statuses.find((status) => status.type === 'closed' && status.is_active) ?? null;
  const isClosed = statuses.some((status) => status.type === 'closed' && status.id === ticket.status_id);

  const put = async (status: StatusItem, reason: DueReason | null) => {
    const said =
      status.type === 'closed'
        ? t('toast.closed', { number: ticket.number })
        : t('toast.changed', { number: ticket.number, field: t('fields.status'), value: status.name });
    const outcome = await change(ticket, { status: status.id, ...(reason === null ? {} : { reason }) }, said);
    if (outcome === 'reason_required') setAsking({ kind: 'close', status });
  };
  const begin = (status: StatusItem) => {
    if (status.type === 'closed' && !ticket.is_handled && !isClosed) setAsking({ kind: 'close', status });
    else void put(status, null);
  };
  const confirm = (reason: DueReason) => {
    setAsking(null);
    if (asking?.kind === 'close') void put(asking.status, reason);
    else void recordDue(ticket, reason);
  };
  const words = asking?.kind === 'close' ? 'close' : 'due';
  return {
    closedStatus,
    isClosed,
    setStatus: (id) => {
      const status = statuses.find((one) => one.id === id);
      if (status !== undefined) begin(status);
    },
    close: () => {
      if (isClosed) showToast({ text: t('toast.alreadyClosed') });
      else if (closedStatus === null) showToast({ text: t('toast.noClosedStatus'), tone: 'failed' });
      else begin(closedStatus);
    },
    recordDue: () => setAsking({ kind: 'due' }),
    dialog:
      asking === null ? null : (
        <ReasonDialog
          title={t(`reason.${words}Title`)}
          text={t(`reason.${words}Text`)}
          confirmLabel={words === 'close' ? t('reason.close') : t('reason.record')}
          onConfirm={confirm}
          onClose={() => setAsking(null)}
        />
      ),
  };
}
