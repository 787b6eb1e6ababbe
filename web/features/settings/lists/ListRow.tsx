import { NativeSelect } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type StatusType, statusType } from '../../../../shared/lists.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { stepOf } from '../move-keys.ts';
import settings from '../Settings.module.css';
import styles from './Lists.module.css';
import type { Row } from './list-order.ts';
import { RenameField } from './RenameField.tsx';
import { RowTools } from './RowTools.tsx';
import { StatusTypes } from './StatusTypes.tsx';

interface Props {
  row: Row;
  isWriter: boolean;
  isFirst: boolean;
  isLast: boolean;
  onMove: (step: 1 | -1) => void;
  onRename: (name: string) => Promise<void>;
  onRetype: (type: StatusType) => void;
  onActive: (isActive: boolean) => void;
}

/** Whether the name is being written; afterwards the keyboard is back on the button that began it. */
function useRenaming() {
  const [isRenaming, setRenaming] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const isKeyboards = useRef(false);
  useEffect(() => {
    if (isRenaming || !isKeyboards.current) return;
    isKeyboards.current = false;
    pencil.current?.focus();
  }, [isRenaming]);
  const end = (byKeyboard: boolean) => {
    isKeyboards.current = byKeyboard;
    setRenaming(false);
  };
  return { isRenaming, pencil, begin: () => setRenaming(true), end };
}

function Type({ row, isWriter, onRetype }: Pick<Props, 'row' | 'isWriter' | 'onRetype'>) {
  const { t } = useTranslation('settings');
  if (row.type === undefined) return null;
  if (!isWriter) return <span className={settings.mark}>{t(`lists.types.${row.type}`)}</span>;
  return (
    <NativeSelect
      size="xs"
      aria-label={t('lists.typeOf', { name: row.name })}
      value={row.type}
      onChange={(event) => onRetype(statusType.parse(event.currentTarget.value))}
    >
      <StatusTypes />
    </NativeSelect>
  );
}

/** A row of a list; Alt with an arrow moves it from wherever the keyboard stands in it. */
export function ListRow(props: Props) {
  const { row, isWriter, onMove, onRename } = props;
  const { t } = useTranslation('settings');
  const { isRenaming, pencil, begin, end } = useRenaming();
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event);
    if (step === null || !isWriter) return;
    event.preventDefault();
    onMove(step);
  };
  return (
    <li className={styles.row} data-inactive={!row.is_active || undefined} onKeyDown={onKeyDown}>
      {isRenaming ? (
        <RenameField name={row.name} onSave={onRename} onEnd={end} />
      ) : (
        <span className={styles.name}>
          <Auto>{row.name}</Auto>
          {row.is_active ? null : <span className={settings.mark}>{t('inactive')}</span>}
        </span>
      )}
      <Type {...props} />
      {isWriter && !isRenaming ? <RowTools {...props} pencil={pencil} onRename={begin} /> : null}
    </li>
  );
}
