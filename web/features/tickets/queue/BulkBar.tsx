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
import { type DueReason, type TicketPatch, useManyChanges } from '../use-ticket-changes.ts';
import styles from './BulkBar.module.css';
import { rowsFor } from './QueueFilters.tsx';

const none = '';

function patchFor(name: FilterName, value: string): TicketPatch {
  const id = value === none ? null : value;
  if (name === 'status') return { status: value };
  if (name === 'owner') return { owner: id };
  return name === 'department' ? { department_id: id } : { priority_id: id };
}

function BulkActions({
  lists,
  onPick,
}: {
  lists: AllLists;
  onPick: (name: FilterName, value: string) => void;
}) {
  const { t } = useTranslation('tickets');
  const me = useSession().user.id;
  const emptied = (name: FilterName) => ({ value: none, label: t(`fields.none.${name}`), isInactive: false });
  return (
    <div className={styles.actions}>
      {filterNames.map((name) => (
        <ListPicker
          key={name}
          shape="action"
          label={t(`fields.${name}`)}
          choices={[
            ...choicesOf(rowsFor(lists, name), null, me),
            ...(name === 'status' ? [] : [emptied(name)]),
          ]}
          value={null}
          onPick={(value) => onPick(name, value)}
        />
      ))}
    </div>
  );
}

/** Runs one change over the selected rows; asks for a reason first when it would close tickets that wait for an answer. */
function useBulk(lists: AllLists | undefined, selected: readonly TicketRow[], onDone: () => void) {
  const changeMany = useManyChanges();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [asking, setAsking] = useState<TicketPatch | null>(null);
  const waiting = selected.filter((row) => row.waiting_since !== null);
  const run = async (patch: TicketPatch, reason: DueReason | null) => {
    const unanswered = new Set(reason === null ? [] : waiting.map((row) => row.id));
    const total = selected.length;
    setProgress({ done: 0, total });
    await changeMany(
      selected,
      ({ id }) => (reason !== null && unanswered.has(id) ? { ...patch, reason } : patch),
      (done) => setProgress({ done, total }),
    );
    setProgress(null);
    onDone();
  };
  const pick = (name: FilterName, value: string) => {
    const patch = patchFor(name, value);
    const closes =
      lists?.statuses.some((status) => status.type === 'closed' && status.id === patch.status) ?? false;
    if (closes && waiting.length > 0) setAsking(patch);
    else void run(patch, null);
  };
  const answer = (reason: DueReason) => {
    setAsking(null);
    if (asking !== null) void run(asking, reason);
  };
  return {
    progress,
    isAsking: asking !== null,
    waitingCount: waiting.length,
    pick,
    answer,
    dismiss: () => setAsking(null),
  };
}

/** What can be done with all selected tickets at once; there only while some are selected. */
export function BulkBar({ selected, onDone }: { selected: readonly TicketRow[]; onDone: () => void }) {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const { progress, isAsking, waitingCount, pick, answer, dismiss } = useBulk(lists, selected, onDone);
  // Rows leave the queue while they are changed, so a run outlives the selection it began with.
  if (lists === undefined || (selected.length === 0 && progress === null)) return null;
  return (
    <section className={styles.bar} aria-label={t('bulk.label')}>
      <div className={styles.head}>
        <strong>{t('bulk.selected', { count: progress?.total ?? selected.length })}</strong>
        {progress === null ? null : <span role="status">{t('bulk.progress', progress)}</span>}
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
      {progress === null ? (
        <BulkActions lists={lists} onPick={pick} />
      ) : (
        <Progress value={(100 * progress.done) / progress.total} aria-label={t('bulk.label')} />
      )}
      {isAsking ? (
        <ReasonDialog
          title={t('reason.closeTitle')}
          text={t('reason.closeTextBulk', { count: waitingCount })}
          confirmLabel={t('reason.close')}
          onClose={dismiss}
          onConfirm={answer}
        />
      ) : null}
    </section>
  );
}
