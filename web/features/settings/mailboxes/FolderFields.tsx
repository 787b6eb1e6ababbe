import { Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { afterTakings, type MailboxFolder } from '../../../../shared/mailboxes.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { fieldProblem } from '../../../components/problem-text.ts';
import settings from '../Settings.module.css';
import type { ConnectionDraft } from './connection-draft.ts';

interface Props {
  draft: ConnectionDraft & { folders: readonly MailboxFolder[] };
  problem: unknown;
  onChange: (part: Partial<ConnectionDraft>) => void;
}

/** Which folders are read, and what is done there with mail that is safe here. */
export function FolderFields({ draft, problem, onChange }: Props) {
  const { t } = useTranslation('settings');
  const { folders, afterTaking, moveTo } = draft;
  const read = folders.filter(({ is_read }) => is_read).map(({ path }) => path);
  const others = folders.filter(({ is_read }) => !is_read);
  const named = ({ path, role }: MailboxFolder) =>
    role === 'other' ? (
      <Auto>{path}</Auto>
    ) : (
      <>
        {t(`connection.roles.${role}`)} · <Auto>{path}</Auto>
      </>
    );
  return (
    <>
      <Checkbox.Group
        label={t('connection.folders')}
        description={t('connection.foldersHint')}
        value={read}
        error={fieldProblem(problem, 'folders')}
        onChange={(paths) =>
          onChange({ folders: folders.map((one) => ({ ...one, is_read: paths.includes(one.path) })) })
        }
      >
        <div className={settings.choices}>
          {folders.map((folder) => (
            <Checkbox key={folder.path} value={folder.path} label={named(folder)} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label={t('connection.afterTaking')}
        data={afterTakings.map((value) => ({ value, label: t(`connection.afterTakings.${value}`) }))}
        value={afterTaking}
        onChange={(event) => {
          const chosen = afterTakings.find((one) => one === event.currentTarget.value) ?? 'nothing';
          onChange({
            afterTaking: chosen,
            moveTo: chosen === 'move' ? (moveTo ?? others[0]?.path ?? null) : null,
          });
        }}
      />
      {afterTaking === 'move' ? (
        <NativeSelect
          label={t('connection.moveTo')}
          data={others.map(({ path }) => path)}
          value={moveTo ?? ''}
          error={fieldProblem(problem, 'move_to')}
          onChange={(event) => onChange({ moveTo: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}
