import { Progress } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AllLists } from '../../../../shared/lists.ts';
import type { TicketRow } from '../../../../shared/tickets.ts';
import { useLists, useSession } from '../../../api-queries.ts';
import { ListPicker } from '../ListPicker.tsx';
import { choicesOf } from '../list-choices.ts';
import { ReasonDialog } from '../ReasonDialog.tsx';
import { type FilterName, filterNames } from '../ticket-search.ts';
import { type DueReason, type TicketPatch, useTicketChanges } from '../use-ticket-changes.ts';
import styles from './BulkBar.module.css';
import { rowsFor } from './QueueFilters.tsx';

const none = '';

function patchFor(name: FilterName, value: string): TicketPatch {
  const id = value === none ? null : value;
  if (name === 'status') return { status: value };
  if (name === 'owner') return { owner: id };
  return name === 'department' ? { department_id: id } : { priority_id: id };
}

const closes = (lists: AllLists, patch: TicketPatch) =>
  lists.statuses.some((status) => status.type === 'closed' && status.id === patch.status);

/** What can be done with all selected tickets at once; there only while some are selected. */
export function BulkBar({ selected, onDone }: { selected: readonly TicketRow[]; onDone: () => void }) {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const me = useSession().user.id;
  const { changeMany } = useTicketChanges();
  const [done, setDone] = useState<number | null>(null);
  const [asking, setAsking] = useState<TicketPatch | null>(null);
  if (lists === undefined || selected.length === 0) return null;

  const waiting = selected.filter((row) => row.waiting_since !== null);
  const run = async (patch: TicketPatch, reason: DueReason | null) => {
    const unanswered = new Set(reason === null ? [] : waiting.map((row) => row.id));
    setDone(0);
    await changeMany(
      selected,
      ({ id }) => (reason !== null && unanswered.has(id) ? { ...patch, reason } : patch),
      setDone,
    );
    setDone(null);
    onDone();
  };
  const pick = (name: FilterName, value: string) => {
    const patch = patchFor(name, value);
    if (closes(lists, patch) && waiting.length > 0) setAsking(patch);
    else void run(patch, null);
  };
  return (
    <section className={styles.bar} aria-label={t('bulk.label')}>
      <div className={styles.head}>
        <strong>{t('bulk.selected', { count: selected.length })}</strong>
        {done === null ? null : (
          <span role="status">{t('bulk.progress', { done, total: selected.length })}</span>
        )}
        <button
          type="button"
          className={styles.clear}
          aria-label={t('bulk.clear')}
          title={t('bulk.clear')}
          onClick={onDone}
        >
          <X size={16} aria-hidden />
        </button>
      </div>
      {done === null ? (
        <div className={styles.actions}>
          {filterNames.map((name) => (
            <ListPicker
              key={name}
              shape="action"
              label={t(`fields.${name}`)}
              choices={[
                ...choicesOf(rowsFor(lists, name), null, me),
                ...(name === 'status'
                  ? []
                  : [{ value: none, label: t(`fields.none.${name}`), isInactive: false }]),
              ]}
              value={null}
              onPick={(value) => pick(name, value)}
            />
          ))}
        </div>
      ) : (
        <Progress value={(100 * done) / selected.length} aria-label={t('bulk.label')} />
      )}
      {asking === null ? null : (
        <ReasonDialog
          title={t('reason.closeTitle')}
          text={t('reason.closeTextBulk', { count: waiting.length })}
          confirmLabel={t('reason.close')}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => {
            setAsking(null);
            void run(asking, reason);
          }}
        />
      )}
    </section>
  );
}
