import { ActionIcon } from '@mantine/core';
import { Eye, EyeOff, Pencil } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { MoveButtons } from '../MoveButtons.tsx';
import settings from '../Settings.module.css';
import type { Row } from './list-order.ts';

interface Props {
  row: Row;
  isFirst: boolean;
  isLast: boolean;
  pencil: Ref<HTMLButtonElement>;
  onMove: (step: 1 | -1) => void;
  onRename: () => void;
  onActive: (isActive: boolean) => void;
}

/** What can be done with a row of a list. */
export function RowTools({ row, isFirst, isLast, pencil, onMove, onRename, onActive }: Props) {
  const { t } = useTranslation('settings');
  const { name } = row;
  const look = { variant: 'subtle', color: 'gray', size: 'md' } as const;
  const activity = `${t(row.is_active ? 'deactivate' : 'reactivate')}: ${name}`;
  return (
    <span className={settings.tools}>
      <MoveButtons name={name} size={look.size} isFirst={isFirst} isLast={isLast} onMove={onMove} />
      <ActionIcon
        {...look}
        ref={pencil}
        aria-label={t('lists.rename', { name })}
        title={t('edit')}
        onClick={onRename}
      >
        <Pencil size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon {...look} aria-label={activity} title={activity} onClick={() => onActive(!row.is_active)}>
        {row.is_active ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
      </ActionIcon>
    </span>
  );
}
