import { Eye, EyeOff, Pencil } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../../../shared/templates.ts';
import { useFieldNames } from '../../../components/field-names.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import { MoveButtons } from '../MoveButtons.tsx';
import { stepOf } from '../move-keys.ts';
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
  return (
    <div className={settings.tools}>
      <MoveButtons name={name} size="lg" isFirst={isFirst} isLast={isLast} onMove={onMove} />
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
    const step = stepOf(event);
    if (step === null || !isWriter) return;
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
