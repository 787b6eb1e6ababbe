import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListItem } from '../../../shared/lists.ts';

interface Props {
  label: string;
  description?: string;
  /** What choosing nothing means. */
  none: string;
  rows: readonly ListItem[] | undefined;
  value: string | null;
  problem: string | null;
  onChange: (next: string | null) => void;
}

/** One of the active rows, or the one that is chosen already, or none. */
export function ListChoice({ label, description, none, rows = [], value, problem, onChange }: Props) {
  const { t } = useTranslation('settings');
  const offered = rows.filter(({ id, is_active }) => is_active || id === value);
  return (
    <NativeSelect
      label={label}
      description={description}
      value={value ?? ''}
      error={problem}
      onChange={({ currentTarget: { value: id } }) => onChange(id === '' ? null : id)}
    >
      <option value="">{none}</option>
      {offered.map(({ id, name, is_active }) => (
        <option key={id} value={id}>
          {is_active ? name : `${name} (${t('inactive')})`}
        </option>
      ))}
    </NativeSelect>
  );
}
