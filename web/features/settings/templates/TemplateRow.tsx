import { ActionIcon } from '@mantine/core';
import { ArrowDown, ArrowUp, Eye, EyeOff, Pencil } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../../../shared/templates.ts';
import { useFieldNames } from '../../../components/field-names.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import { RowMenu } from '../RowMenu.tsx';
import settings from '../Settings.module.css';
import styles from './Templates.module.css';

interface Props {
  template: Template;
  isWriter: boolean;
  isFirst: boolean;
  isLast: boolean;
  onMove: (step: 1 | -1) => void;
  onEdit: () => void;
  onActive: (isActive: boolean) => void;
}

function Tools({ template, isFirst, isLast, onMove, onEdit, onActive }: Props) {
  const { t } = useTranslation('settings');
  const { name, is_active } = template;
  const look = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  // At the ends a move is refused rather than disabled: a disabled button would lose the keyboard's place.
  return (
    <div className={settings.tools}>
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
      <RowMenu
        name={name}
        actions={[
          { icon: Pencil, label: t('edit'), run: onEdit },
          {
            icon: EyeOff,
            label: t('deactivate'),
            run: () => onActive(false),
            isDangerous: true,
            isOffered: is_active,
          },
          { icon: Eye, label: t('reactivate'), run: () => onActive(true), isOffered: !is_active },
        ]}
      />
    </div>
  );
}

/** A template: its name, the first of its words, and whose it is; Alt with an arrow moves it. */
export function TemplateRow(props: Props) {
  const { template, isWriter, onMove } = props;
  const { t } = useTranslation('settings');
  const fieldNames = useFieldNames();
  const { name, text, department_id, is_active } = template;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.code];
    if (!event.altKey || step === undefined || !isWriter) return;
    event.preventDefault();
    onMove(step);
  };
  return (
    <li className={is_active ? undefined : settings.inactive} onKeyDown={onKeyDown}>
      <div className={settings.main}>
        <strong>
          <Auto>{name}</Auto>
        </strong>
        {is_active ? null : <span className={settings.mark}>{t('inactive')}</span>}
        <p className={styles.excerpt} dir={dirOf(text)}>
          {fieldNames(text)}
        </p>
      </div>
      <div className={styles.place}>
        <span className={settings.mark}>
          {department_id === null ? (
            t('templates:everyone')
          ) : (
            <ListName list="departments" id={department_id} />
          )}
        </span>
      </div>
      {isWriter ? <Tools {...props} /> : null}
    </li>
  );
}
