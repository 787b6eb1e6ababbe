import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLists } from '../../../api-queries.ts';
import { dirOf } from '../../../components/text-direction.ts';
import type { QueueRow } from './connection-draft.ts';
import styles from './Phone.module.css';

interface Props {
  queues: readonly QueueRow[];
  problem: string | null;
  onChange: (next: readonly QueueRow[]) => void;
}

/** In which department the missed calls of a queue begin. */
export function QueueFields({ queues, problem, onChange }: Props) {
  const { t } = useTranslation('phone');
  const departments = useLists()?.departments ?? [];
  const put = (key: number, part: Partial<QueueRow>) =>
    onChange(queues.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = () => {
    const key = Math.max(-1, ...queues.map((row) => row.key)) + 1;
    onChange([...queues, { key, queue: '', department_id: '' }]);
  };
  return (
    <fieldset className={styles.queues}>
      <legend>{t('form.queues')}</legend>
      <p className={styles.hint}>{t('form.queuesHint')}</p>
      {queues.map((row, index) => (
        <div key={row.key} className={styles.queue}>
          <TextInput
            aria-label={t('form.queueName', { place: index + 1 })}
            placeholder={t('form.queueExample')}
            maxLength={200}
            dir={dirOf(row.queue)}
            value={row.queue}
            onChange={(event) => put(row.key, { queue: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={t('form.queueDepartment', { place: index + 1 })}
            value={row.department_id}
            onChange={(event) => put(row.key, { department_id: event.currentTarget.value })}
          >
            <option value="">{t('form.choose')}</option>
            {departments
              .filter(({ id, is_active }) => is_active || id === row.department_id)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </NativeSelect>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t('form.removeQueue', { place: index + 1 })}
            onClick={() => onChange(queues.filter(({ key }) => key !== row.key))}
          >
            <X size={15} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <p role="alert" className={styles.problem}>
        {problem ?? ''}
      </p>
      <Button size="compact-sm" variant="subtle" leftSection={<Plus size={14} aria-hidden />} onClick={add}>
        {t('form.addQueue')}
      </Button>
    </fieldset>
  );
}
