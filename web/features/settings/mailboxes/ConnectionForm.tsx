import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectMailbox, type Mailbox, tryConnection } from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { problemText, reasonText } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useRefresh } from '../settings-queries.ts';
import styles from './Connection.module.css';
import { bodyOf, type ConnectionDraft, draftOf, serverOf } from './connection-draft.ts';
import { FolderFields } from './FolderFields.tsx';
import { ServerFields } from './ServerFields.tsx';

interface TrialProps {
  mailbox: Mailbox;
  draft: ConnectionDraft;
  onFolders: (folders: ConnectionDraft['folders']) => void;
}

/** Signs in with what is typed so far, and says in words what is wrong. */
function Trial({ mailbox, draft, onFolders }: TrialProps) {
  const { t } = useTranslation('settings');
  const trying = useMutation({
    mutationFn: () => call(tryConnection, { params: { id: mailbox.id }, body: serverOf(draft) }),
    onSuccess: ({ problem, folders }) => {
      if (problem !== null) return;
      const read = new Map(draft.folders?.map(({ path, is_read }) => [path, is_read]));
      onFolders(folders.map((one) => ({ ...one, is_read: read.get(one.path) ?? one.is_read })));
    },
  });
  const { data, error, isPending } = trying;
  const isBad = error !== null || (data !== undefined && data.problem !== null);
  return (
    <div className={styles.trial}>
      <Button
        variant="default"
        leftSection={<PlugZap size={16} aria-hidden />}
        loading={isPending}
        onClick={() => trying.mutate()}
      >
        {t('connection.try')}
      </Button>
      <p role="status" className={isBad ? styles.bad : styles.good}>
        {error === null ? null : problemText(t, error)}
        {data === undefined || isPending ? null : data.problem === null ? (
          t('connection.works', { count: data.folders.length })
        ) : (
          <>
            {reasonText(t, data.problem)}
            {data.server_said === null ? null : (
              <bdi dir="ltr" className={styles.said}>
                {data.server_said}
              </bdi>
            )}
          </>
        )}
      </p>
    </div>
  );
}

/** Where a mailbox is read by IMAP: a new connection, or a change of the known one. */
export function ConnectionForm({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const [draft, setDraft] = useState(() => draftOf(mailbox));
  const set = (part: Partial<ConnectionDraft>) => setDraft((known) => ({ ...known, ...part }));
  const isNew = mailbox.connection === null;
  const save = async () => {
    await call(connectMailbox, { params: { id: mailbox.id }, body: bodyOf(draft) });
    await refresh();
    showToast({ text: t(isNew ? 'connection.connected' : 'saved', { name: mailbox.name }) });
  };
  const { folders } = draft;
  return (
    <FormDialog
      title={t('connection.title', { name: mailbox.name })}
      submitLabel={t(isNew ? 'connection.connect' : 'common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {isNew ? <p className={styles.words}>{t('connection.observeWords')}</p> : null}
          <ServerFields mailbox={mailbox} draft={draft} problem={problem} onChange={set} />
          <Trial mailbox={mailbox} draft={draft} onFolders={(known) => set({ folders: known })} />
          {folders === null ? null : (
            <FolderFields draft={{ ...draft, folders }} problem={problem} onChange={set} />
          )}
        </>
      )}
    </FormDialog>
  );
}
