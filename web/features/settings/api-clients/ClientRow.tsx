import { Ban, Eye, EyeOff, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ApiClient } from '../../../../shared/api-clients.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { Time } from '../../../components/Time.tsx';
import { number } from '../../../i18n/format.ts';
import { RowMenu } from '../RowMenu.tsx';
import settings from '../Settings.module.css';
import { scopeKey } from './scope-key.ts';

export type ClientAction = 'edit' | 'deactivate' | 'reactivate' | 'revoke';

interface Props {
  client: ApiClient;
  onAction: (action: ClientAction) => void;
}

function ClientMenu({ client: { name, is_active }, onAction }: Props) {
  const { t } = useTranslation('settings');
  const act = (action: ClientAction) => () => onAction(action);
  return (
    <RowMenu
      name={name}
      actions={[
        { icon: Pencil, label: t('edit'), run: act('edit') },
        {
          icon: EyeOff,
          label: t('deactivate'),
          run: act('deactivate'),
          isDangerous: true,
          isOffered: is_active,
        },
        { icon: Eye, label: t('reactivate'), run: act('reactivate'), isOffered: !is_active },
        { icon: Ban, label: t('clients.revoke'), run: act('revoke'), isDangerous: true },
      ]}
    />
  );
}

/** An API client: what it may do, and when it last did. */
export function ClientRow({ client, onAction }: Props) {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const { language } = usePlace();
  const isRevoked = client.revoked_at !== null;
  const isOff = isRevoked || !client.is_active;
  return (
    <li className={isOff ? settings.inactive : undefined}>
      <div className={settings.main}>
        <strong>
          <Auto>{client.name}</Auto>
        </strong>
        {isOff ? (
          <span className={settings.mark}>{t(isRevoked ? 'clients.revoked' : 'inactive')}</span>
        ) : null}
        <p>
          <Ltr>{client.client_id}</Ltr>
        </p>
        <p>
          {client.last_used_at === null ? (
            t('clients.never')
          ) : (
            <>
              {t('clients.lastUsed')} <Time at={client.last_used_at} />
            </>
          )}
          {client.requests_per_minute === null ? null : (
            <>
              {' · '}
              {t('clients.rateOf', { shown: `\u2066${number(client.requests_per_minute, language)}\u2069` })}
            </>
          )}
        </p>
      </div>
      <div className={settings.side}>
        <div className={settings.tags}>
          {client.scopes.map((scope) => (
            <span key={scope} className={settings.mark}>
              {t(`clients.scope.${scopeKey(scope)}`)}
            </span>
          ))}
        </div>
      </div>
      {isWriter ? (
        <div className={settings.tools}>
          {isRevoked ? null : <ClientMenu client={client} onAction={onAction} />}
        </div>
      ) : null}
    </li>
  );
}
