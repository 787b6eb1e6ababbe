import { ActionIcon } from '@mantine/core';
import { ArrowDown, ArrowUp, Eye, EyeOff, Pencil } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
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
  // At the ends a move is refused rather than disabled: a disabled button would lose the keyboard's place.
  return (
    <span className={settings.tools}>
      <ActionIcon
        {...look}
        aria-label={t('lists.up', { name })}
        title={t('lists.upKeys')}
        aria-keyshortcuts="Alt+ArrowUp"
        aria-disabled={isFirst}
        onClick={() => onMove(-1)}
      >
        <ArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...look}
        aria-label={t('lists.down', { name })}
        title={t('lists.downKeys')}
        aria-keyshortcuts="Alt+ArrowDown"
        aria-disabled={isLast}
        onClick={() => onMove(1)}
      >
        <ArrowDown size={16} aria-hidden />
      </ActionIcon>
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
