import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Phone, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneConnection } from '../../../../shared/phone-connections.ts';
import { useMay } from '../../../api-queries.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import settings from '../Settings.module.css';
import { phoneConnectionsQuery } from '../settings-queries.ts';
import { AddressesDialog, type NewAddresses } from './AddressesDialog.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import { type ConnectionAction, ConnectionRow } from './ConnectionRow.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { TestCall } from './TestCall.tsx';
import { useConnectionChanges } from './use-connection-changes.ts';

type Asked = { action: 'add' } | { action: ConnectionAction; connection: PhoneConnection } | null;

interface DialogsProps {
  asked: Asked;
  onMade: (made: NewAddresses) => void;
  onClose: () => void;
}

function Dialogs({ asked, onMade, onClose }: DialogsProps) {
  const { t } = useTranslation('phone');
  const { renew, setActive } = useConnectionChanges();
  if (asked === null) return null;
  if (asked.action === 'add') return <ConnectionForm onMade={onMade} onClose={onClose} />;
  const { action, connection } = asked;
  if (action === 'edit') return <ConnectionForm connection={connection} onMade={onMade} onClose={onClose} />;
  if (action === 'secret') return <SecretDialog connection={connection} onClose={onClose} />;
  if (action === 'steps') return <AddressesDialog made={{ connection, addresses: [] }} onClose={onClose} />;
  if (action === 'test') return <TestCall connection={connection} onClose={onClose} />;
  const isRenewal = action === 'renew';
  return (
    <ConfirmDialog
      title={t(isRenewal ? 'renewTitle' : 'deactivateTitle', { name: connection.name })}
      confirmLabel={t(isRenewal ? 'renew' : 'settings:deactivate')}
      isDangerous
      onConfirm={async () => (isRenewal ? onMade(await renew(connection)) : setActive(connection, false))}
      onClose={onClose}
    >
      {t(isRenewal ? 'renewWords' : 'deactivateWords')}
    </ConfirmDialog>
  );
}

/** The exchanges that tell us of calls. */
export function PhonePage() {
  const { t } = useTranslation('phone');
  const isWriter = useMay('settings:write');
  const { data, error, refetch } = useQuery(phoneConnectionsQuery);
  const { reactivate } = useConnectionChanges();
  const [asked, setAsked] = useState<Asked>(null);
  const [made, setMade] = useState<NewAddresses | null>(null);
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeletons />;
  const act = (action: ConnectionAction, connection: PhoneConnection) =>
    action === 'reactivate' ? reactivate(connection) : setAsked({ action, connection });
  return (
    <>
      <div className={settings.top}>
        <p>{t('intro')}</p>
        {isWriter ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAsked({ action: 'add' })}>
            {t('add')}
          </Button>
        ) : null}
      </div>
      {data.refused_unknown === 0 ? null : (
        <p className={settings.readOnly}>{t('refusedUnknown', { count: data.refused_unknown })}</p>
      )}
      {data.items.length === 0 ? (
        <EmptyState icon={Phone} title={t('empty')}>
          {t('emptyWords')}
        </EmptyState>
      ) : (
        <ul className={settings.rows}>
          {data.items.map((connection) => (
            <ConnectionRow
              key={connection.id}
              connection={connection}
              onAction={(action) => act(action, connection)}
            />
          ))}
        </ul>
      )}
      <Dialogs asked={asked} onMade={setMade} onClose={() => setAsked(null)} />
      {made === null ? null : <AddressesDialog made={made} onClose={() => setMade(null)} />}
    </>
  );
}
