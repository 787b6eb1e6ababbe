import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AllLists, ListItem } from '../../../../shared/lists.ts';
import { useCounts, useLists, useSession } from '../../../api-queries.ts';
import { ListPicker } from '../ListPicker.tsx';
import { choicesOf } from '../list-choices.ts';
import {
  type FilterName,
  filterNames,
  isFiltered,
  type QueueSearch,
  withoutFilters,
} from '../ticket-search.ts';
import { useQueueNavigation } from '../use-ticket-search.ts';
import styles from './QueuePane.module.css';
import { shownCount } from './QueueViews.tsx';

const noLimit = '';

export function rowsFor(lists: AllLists, name: FilterName): readonly ListItem[] {
  return {
    status: lists.statuses,
    department: lists.departments,
    priority: lists.priorities,
    owner: lists.users,
  }[name];
}

/** Narrows the queue; the address says how. */
export function QueueFilters({ search }: { search: QueueSearch }) {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const me = useSession().user.id;
  const unassigned = useCounts()?.unassigned ?? 0;
  const show = useQueueNavigation();
  if (lists === undefined) return <div className={styles.filters} />;
  const pick = (name: FilterName, value: string) => {
    const { [name]: _, ...others } = search;
    show(value === noLimit ? others : { ...others, [name]: value });
  };
  const leading = (name: FilterName) => {
    const first = [
      { value: noLimit, label: t(name === 'owner' ? 'queue.anyone' : 'queue.any'), isInactive: false },
    ];
    if (name !== 'owner') return first;
    const nobody = {
      value: 'none',
      label: t('queue.nobody'),
      isInactive: false,
      note: shownCount(unassigned),
    };
    return [...first, nobody];
  };
  return (
    <search className={styles.filters} aria-label={t('queue.filters')}>
      {filterNames.map((name) => (
        <ListPicker
          key={name}
          shape="filter"
          label={t(`fields.${name}`)}
          choices={[
            ...(search[name] === undefined ? leading(name).slice(1) : leading(name)),
            ...choicesOf(rowsFor(lists, name), search[name] ?? null, me),
          ]}
          value={search[name] ?? null}
          onPick={(value) => pick(name, value)}
        />
      ))}
      {isFiltered(search) ? (
        <button
          type="button"
          className={styles.clear}
          aria-label={t('queue.clearFilters')}
          title={t('queue.clearFilters')}
          onClick={() => show(withoutFilters(search))}
        >
          <X size={15} aria-hidden />
        </button>
      ) : null}
    </search>
  );
}
