import { Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Role, roles } from '../../../../shared/permissions.ts';
import { useLists } from '../../../api-queries.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { fieldProblem } from '../../../components/problem-text.ts';
import settings from '../Settings.module.css';

export interface Work {
  role: Role;
  departments: string[];
}

interface Props {
  work: Work;
  /** Whether it is the person at the screen who would lose the settings by this. */
  isSteppingDown: boolean;
  problem: unknown;
  onChange: (part: Partial<Work>) => void;
}

/** What the user may do, and in which departments. */
export function WorkFields({ work: { departments, role }, isSteppingDown, problem, onChange }: Props) {
  const { t } = useTranslation('settings');
  const rows = useLists()?.departments ?? [];
  const offered = rows.filter(({ id, is_active }) => is_active || departments.includes(id));
  return (
    <>
      <NativeSelect
        label={t('users.role')}
        description={`${t(`roleHints.${role}`)}${isSteppingDown ? `. ${t('users.stepsDown')}` : ''}`}
        error={fieldProblem(problem, 'role')}
        data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
        value={role}
        onChange={({ currentTarget: { value } }) =>
          onChange({ role: roles.find((one) => one === value) ?? role })
        }
      />
      {offered.length === 0 ? null : (
        <Checkbox.Group
          label={t('users.departments')}
          description={t('users.departmentsHint')}
          value={departments}
          error={fieldProblem(problem, 'departments')}
          onChange={(next) =>
            onChange({ departments: rows.map(({ id }) => id).filter((id) => next.includes(id)) })
          }
        >
          <div className={settings.choices}>
            {offered.map(({ id, name, is_active }) => (
              <Checkbox
                key={id}
                value={id}
                label={
                  <>
                    <Auto>{name}</Auto>
                    {is_active ? null : <span className={settings.mark}>{t('inactive')}</span>}
                  </>
                }
              />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </>
  );
}
