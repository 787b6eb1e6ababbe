import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiClient } from '../../../../shared/api-clients.ts';
import { useMay } from '../../../api-queries.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import settings from '../Settings.module.css';
import { apiClientsQuery } from '../settings-queries.ts';
import { ClientForm } from './ClientForm.tsx';
import { type ClientAction, ClientRow } from './ClientRow.tsx';
import { type NewCredentials, SecretDialog } from './SecretDialog.tsx';
import { useClientChanges } from './use-client-changes.ts';

type Asked = { action: 'add' } | { action: 'edit' | 'deactivate' | 'revoke'; client: ApiClient } | null;

function Dialogs({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { revoke, setActive } = useClientChanges();
  const [made, setMade] = useState<NewCredentials | null>(null);
  if (made !== null) return <SecretDialog credentials={made} onClose={() => setMade(null)} />;
  if (asked === null) return null;
  if (asked.action === 'add') return <ClientForm onMade={setMade} onClose={onClose} />;
  const { action, client } = asked;
  if (action === 'edit') return <ClientForm client={client} onMade={setMade} onClose={onClose} />;
  const isForGood = action === 'revoke';
  return (
    <ConfirmDialog
      title={t(`clients.${action}Title`, { name: client.name })}
      confirmLabel={t(isForGood ? 'clients.revoke' : 'deactivate')}
      isDangerous
      onConfirm={() => (isForGood ? revoke(client) : setActive(client, false))}
      onClose={onClose}
    >
      {t(`clients.${action}Words`)}
    </ConfirmDialog>
  );
}

/** The programs that may open and read tickets. */
export function ApiClientsPage() {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const { data, error, refetch } = useQuery(apiClientsQuery);
  const { reactivate } = useClientChanges();
  const [asked, setAsked] = useState<Asked>(null);
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeletons />;
  const act = (action: ClientAction, client: ApiClient) => {
    if (action === 'reactivate') reactivate(client);
    else setAsked({ action, client });
  };
  return (
    <>
      <div className={settings.top}>
        <p>
          {t('clients.intro')} <a href="/docs">{t('clients.reference')}</a>
        </p>
        {isWriter ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAsked({ action: 'add' })}>
            {t('clients.add')}
          </Button>
        ) : null}
      </div>
      {data.items.length === 0 ? (
        <EmptyState icon={KeyRound} title={t('clients.empty')}>
          {t('clients.emptyWords')}
        </EmptyState>
      ) : (
        <ul className={settings.rows}>
          {data.items.map((client) => (
            <ClientRow key={client.id} client={client} onAction={(action) => act(action, client)} />
          ))}
        </ul>
      )}
      <Dialogs asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}
