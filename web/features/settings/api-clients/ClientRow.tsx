import { Ban, Eye, EyeOff, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ApiClient } from '../../../../shared/api-clients.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import { RowMenu } from '../RowMenu.tsx';
import settings from '../Settings.module.css';
import { scopeKey } from './scope-key.ts';

export type ClientAction = 'edit' | 'deactivate' | 'reactivate' | 'revoke';

/** An API client: what it may do, and when it last did. */
export function ClientRow({
  client,
  onAction,
}: {
  client: ApiClient;
  onAction: (action: ClientAction) => void;
}) {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const isRevoked = client.revoked_at !== null;
  const isOff = isRevoked || !client.is_active;
  const act = (action: ClientAction) => () => onAction(action);
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
      {isWriter && !isRevoked ? (
        <div className={settings.tools}>
          <RowMenu
            name={client.name}
            actions={[
              { icon: Pencil, label: t('edit'), run: act('edit') },
              { icon: EyeOff, label: t('deactivate'), run: act('deactivate'), isOffered: client.is_active },
              { icon: Eye, label: t('reactivate'), run: act('reactivate'), isOffered: !client.is_active },
              { icon: Ban, label: t('clients.revoke'), run: act('revoke'), isDangerous: true },
            ]}
          />
        </div>
      ) : null}
    </li>
  );
}
