import { useTranslation } from 'react-i18next';
import { useLists } from '../../../api-queries.ts';
import { OnceDialog } from '../OnceDialog.tsx';
import { Taken } from '../Taken.tsx';
import { createExample, tokenExample } from './curl-examples.ts';

export interface NewCredentials {
  clientId: string;
  secret: string;
}

/** The credentials of a new API client: this once. Closes only by saying that they were kept. */
export function SecretDialog({ credentials, onClose }: { credentials: NewCredentials; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const status = useLists()?.statuses.find(({ type, is_active }) => type === 'open' && is_active);
  const { clientId, secret } = credentials;
  return (
    <OnceDialog
      title={t('clients.secretTitle')}
      warning={t('clients.secretWords')}
      closeLabel={t('clients.kept')}
      onClose={onClose}
    >
      <Taken label={t('clients.id')} text={clientId} />
      <Taken label={t('clients.secret')} text={secret} />
      <Taken
        label={t('clients.exampleToken')}
        text={tokenExample(window.location.origin, clientId, secret)}
        isLong
      />
      {status === undefined ? null : (
        <Taken
          label={t('clients.exampleCreate')}
          text={createExample(window.location.origin, t('clients.exampleSubject'), status.id)}
          isLong
        />
      )}
    </OnceDialog>
  );
}
