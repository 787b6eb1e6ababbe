import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Mail, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { mailboxesQuery, useMay } from '../../../api-queries.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import settings from '../Settings.module.css';
import { AcknowledgementForm } from './AcknowledgementForm.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import { DkimKeys } from './DkimKeys.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';
import { MailApps } from './MailApps.tsx';
import { MailboxForm } from './MailboxForm.tsx';
import { type MailboxAction, MailboxRow } from './MailboxRow.tsx';
import { ProviderDialog } from './ProviderDialog.tsx';
import { ReturnNotice } from './ReturnNotice.tsx';
import { SenderForm } from './SenderForm.tsx';
import { useMailboxChanges } from './use-mailbox-changes.ts';

type Asked = { action: 'add' } | { action: Exclude<MailboxAction, 'reactivate'>; mailbox: Mailbox } | null;

function Dialogs({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { setActive, disconnect } = useMailboxChanges();
  if (asked === null) return null;
  if (asked.action === 'add') return <MailboxForm onClose={onClose} />;
  const { mailbox } = asked;
  if (asked.action === 'edit') return <MailboxForm mailbox={mailbox} onClose={onClose} />;
  if (asked.action === 'acknowledge') return <AcknowledgementForm mailbox={mailbox} onClose={onClose} />;
  if (asked.action === 'google' || asked.action === 'microsoft')
    return <ProviderDialog mailbox={mailbox} provider={asked.action} onClose={onClose} />;
  if (asked.action === 'sender') return <SenderForm mailbox={mailbox} onClose={onClose} />;
  if (asked.action === 'connect') return <ConnectionForm mailbox={mailbox} onClose={onClose} />;
  if (asked.action === 'history') return <HistoryDialog mailbox={mailbox} onClose={onClose} />;
  if (asked.action === 'disconnect') {
    return (
      <ConfirmDialog
        title={t('connection.disconnectTitle', { name: mailbox.name })}
        confirmLabel={t('connection.disconnect')}
        isDangerous
        onConfirm={() => disconnect(mailbox)}
        onClose={onClose}
      >
        {t('connection.disconnectWords')}
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title={t('mailboxes.deactivateTitle', { name: mailbox.name })}
      confirmLabel={t('deactivate')}
      isDangerous
      onConfirm={() => setActive(mailbox, false)}
      onClose={onClose}
    >
      {t('mailboxes.deactivateWords')}
    </ConfirmDialog>
  );
}

/** The addresses whose mail becomes tickets. */
export function MailboxesPage() {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const { data, error, refetch } = useQuery(mailboxesQuery);
  const { reactivate } = useMailboxChanges();
  const [asked, setAsked] = useState<Asked>(null);
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeletons />;
  const act = (action: MailboxAction, mailbox: Mailbox) =>
    action === 'reactivate' ? reactivate(mailbox) : setAsked({ action, mailbox });
  return (
    <>
      <ReturnNotice />
      <div className={settings.top}>
        <p>{t('mailboxes.intro')}</p>
        {isWriter ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAsked({ action: 'add' })}>
            {t('mailboxes.add')}
          </Button>
        ) : null}
      </div>
      {data.items.length === 0 ? (
        <EmptyState icon={Mail} title={t('mailboxes.empty')}>
          {t('mailboxes.emptyWords')}
        </EmptyState>
      ) : (
        <ul className={settings.rows}>
          {data.items.map((mailbox) => (
            <MailboxRow key={mailbox.id} mailbox={mailbox} onAction={(action) => act(action, mailbox)} />
          ))}
        </ul>
      )}
      <MailApps />
      <DkimKeys />
      <Dialogs asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}
