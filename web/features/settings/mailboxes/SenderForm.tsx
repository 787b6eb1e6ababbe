import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSender, removeSender, trySender } from '../../../../shared/mailbox-senders.ts';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { useSession } from '../../../api-queries.ts';
import { problemText, reasonText } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useRefresh } from '../settings-queries.ts';
import styles from './Connection.module.css';
import { SenderFields } from './SenderFields.tsx';
import { type SenderDraft, senderDraftOf, serverOf } from './sender-draft.ts';

/** Sends a mail with what is typed so far, and says what the server answered. */
function Trial({ mailbox, draft }: { mailbox: Mailbox; draft: SenderDraft }) {
  const { t } = useTranslation('mail');
  const { user } = useSession();
  const [to, setTo] = useState(user.email);
  const { data, error, isPending, mutate } = useMutation({
    mutationFn: () => {
      const server = serverOf(draft);
      const body = { to, ...(server && { server }) };
      return call(trySender, { params: { id: mailbox.id }, body });
    },
  });
  const isBad = error !== null || (data !== undefined && data.problem !== null);
  return (
    <>
      <TextInput
        label={t('sender.trialTo')}
        dir="ltr"
        type="email"
        autoComplete="off"
        value={to}
        onChange={({ currentTarget: { value } }) => setTo(value)}
      />
      <div className={styles.trial}>
        <Button
          variant="default"
          leftSection={<Send size={16} aria-hidden className="icon-direction" />}
          loading={isPending}
          onClick={() => mutate()}
        >
          {t('sender.trial')}
        </Button>
        <p role="status" className={isBad ? styles.bad : styles.good}>
          {error === null ? null : problemText(t, error)}
          {data === undefined || isPending ? null : (
            <>
              {data.problem === null ? t('sender.sent') : reasonText(t, data.problem)}
              {data.server_said === '' ? null : (
                <bdi dir="ltr" className={styles.said}>
                  {data.server_said}
                </bdi>
              )}
            </>
          )}
        </p>
      </div>
    </>
  );
}

/** Through which server the mail of a mailbox leaves, and under which name. */
export function SenderForm({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const { t } = useTranslation('mail');
  const refresh = useRefresh();
  const [draft, setDraft] = useState(() => senderDraftOf(mailbox));
  const set = (part: Partial<SenderDraft>) => setDraft((known) => ({ ...known, ...part }));
  const params = { id: mailbox.id };
  const save = async () => {
    const server = serverOf(draft);
    if (server)
      await call(changeSender, { params, body: { ...server, from_name: draft.fromName.trim() || null } });
    else if (mailbox.sender !== null) await call(removeSender, { params });
    await refresh();
    showToast({ text: t('settings:saved') });
  };
  const { authorization } = mailbox;
  const provider = authorization === null ? null : t(`providers.${authorization.provider}`);
  return (
    <FormDialog
      title={t('sender.title', { name: mailbox.name })}
      submitLabel={t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <NativeSelect
            label={t('sender.through')}
            value={draft.through}
            data={[
              { value: 'installation', label: t('sender.installation') },
              { value: 'password', label: t('sender.own') },
              ...(provider === null ? [] : [{ value: 'oauth', label: t('sender.oauth', { provider }) }]),
              { value: 'none', label: t('sender.open') },
            ]}
            onChange={({ currentTarget: { value } }) => set({ through: value as SenderDraft['through'] })}
          />
          {draft.through === 'installation' ? null : (
            <SenderFields mailbox={mailbox} draft={draft} problem={problem} onChange={set} />
          )}
          <Trial mailbox={mailbox} draft={draft} />
        </>
      )}
    </FormDialog>
  );
}
