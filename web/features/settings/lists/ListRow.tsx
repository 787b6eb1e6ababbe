import { ActionIcon, NativeSelect } from '@mantine/core';
import { ArrowDown, ArrowUp, Eye, EyeOff, Pencil } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { statusType } from '../../../../shared/lists.ts';
import { Auto } from '../../../components/Isolates.tsx';
import settings from '../Settings.module.css';
import styles from './Lists.module.css';
import type { Row } from './list-order.ts';
import { RenameField } from './RenameField.tsx';
import { StatusTypes } from './StatusTypes.tsx';

interface Props {
  row: Row;
  isWriter: boolean;
  isFirst: boolean;
  isLast: boolean;
  onMove: (step: 1 | -1) => void;
  onChange: (patch: { name?: string; type?: Row['type'] }) => Promise<boolean>;
  onActive: (isActive: boolean) => void;
}

function Tools({
  row,
  isFirst,
  isLast,
  onMove,
  onActive,
  onRename,
}: Omit<Props, 'isWriter' | 'onChange'> & { onRename: () => void }) {
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
        aria-disabled={isFirst}
        onClick={() => onMove(-1)}
      >
        <ArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...look}
        aria-label={t('lists.down', { name })}
        aria-disabled={isLast}
        onClick={() => onMove(1)}
      >
        <ArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon {...look} aria-label={t('lists.rename', { name })} title={t('edit')} onClick={onRename}>
        <Pencil size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon {...look} aria-label={activity} title={activity} onClick={() => onActive(!row.is_active)}>
        {row.is_active ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
      </ActionIcon>
    </span>
  );
}

/** A row of a list; Alt with an arrow moves it from wherever the keyboard stands in it. */
export function ListRow(props: Props) {
  const { row, isWriter, onMove, onChange } = props;
  const { t } = useTranslation('settings');
  const [isRenaming, setRenaming] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.code];
    if (!event.altKey || step === undefined || !isWriter) return;
    event.preventDefault();
    onMove(step);
  };
  const rename = async (name: string) => {
    setRenaming(false);
    if (name.trim() !== '' && name !== row.name) await onChange({ name });
  };
  return (
    <li className={styles.row} data-inactive={!row.is_active || undefined} onKeyDown={onKeyDown}>
      {isRenaming ? (
        <RenameField
          name={row.name}
          onDone={(name) => void rename(name)}
          onCancel={() => setRenaming(false)}
        />
      ) : (
        <span className={styles.name}>
          <Auto>{row.name}</Auto>
          {row.is_active ? null : <span className={settings.mark}>{t('inactive')}</span>}
        </span>
      )}
      {row.type === undefined ? null : isWriter ? (
        <NativeSelect
          size="xs"
          aria-label={t('lists.typeOf', { name: row.name })}
          value={row.type}
          onChange={(event) => void onChange({ type: statusType.parse(event.currentTarget.value) })}
        >
          <StatusTypes />
        </NativeSelect>
      ) : (
        <span className={settings.mark}>{t(`lists.types.${row.type}`)}</span>
      )}
      {isWriter && !isRenaming ? <Tools {...props} onRename={() => setRenaming(true)} /> : null}
    </li>
  );
}
