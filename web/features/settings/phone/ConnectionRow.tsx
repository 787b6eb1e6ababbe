import { Eye, EyeOff, KeyRound, Link, ListOrdered, Pencil, PhoneCall } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PhoneConnection } from '../../../../shared/phone-connections.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { Time } from '../../../components/Time.tsx';
import { RowMenu } from '../RowMenu.tsx';
import settings from '../Settings.module.css';

export type ConnectionAction = 'edit' | 'steps' | 'secret' | 'renew' | 'test' | 'deactivate' | 'reactivate';

interface Props {
  connection: PhoneConnection;
  onAction: (action: ConnectionAction) => void;
}

function ConnectionMenu({ connection: { name, provider, is_active }, onAction }: Props) {
  const { t } = useTranslation(['phone', 'settings']);
  const act = (action: ConnectionAction) => () => onAction(action);
  return (
    <RowMenu
      name={name}
      actions={[
        { icon: Pencil, label: t('settings:edit'), run: act('edit') },
        { icon: ListOrdered, label: t('addresses.steps'), run: act('steps') },
        { icon: PhoneCall, label: t('test.button'), run: act('test'), isOffered: is_active },
        {
          icon: KeyRound,
          label: t('secret.change'),
          run: act('secret'),
          isOffered: provider !== 'generic' && provider !== 'sipgate',
        },
        {
          icon: Link,
          label: t('renew'),
          run: act('renew'),
          isDangerous: true,
          isOffered: provider !== 'asterisk',
        },
        {
          icon: EyeOff,
          label: t('settings:deactivate'),
          run: act('deactivate'),
          isDangerous: true,
          isOffered: is_active,
        },
        { icon: Eye, label: t('settings:reactivate'), run: act('reactivate'), isOffered: !is_active },
      ]}
    />
  );
}

/** When a call last came by it, and what was turned away. */
function Traffic({ connection: { last_received_at, refused } }: Pick<Props, 'connection'>) {
  const { t } = useTranslation('phone');
  return (
    <>
      <p>
        {last_received_at === null ? (
          t('never')
        ) : (
          <>
            {t('lastReceived')} <Time at={last_received_at} />
          </>
        )}
      </p>
      {refused.count === 0 ? null : (
        <p>
          {t('refused', { count: refused.count })}
          {refused.last_at === null ? null : (
            <>
              {', '}
              <Time at={refused.last_at} />
            </>
          )}
        </p>
      )}
    </>
  );
}

/** An exchange: whose it is, whether calls come by it, where their tickets begin. */
export function ConnectionRow({ connection, onAction }: Props) {
  const { t } = useTranslation(['phone', 'settings']);
  const isWriter = useMay('settings:write');
  const { name, provider, is_active, queues, department_id } = connection;
  return (
    <li className={is_active ? undefined : settings.inactive}>
      <div className={settings.main}>
        <strong>
          <Auto>{name}</Auto>
        </strong>
        <span className={settings.mark}>{t(`provider.${provider}`)}</span>
        {connection.can_dial ? <span className={settings.mark}>{t('canDial')}</span> : null}
        {connection.has_secret ? <span className={settings.mark}>{t('secret.set')}</span> : null}
        {is_active ? null : <span className={settings.mark}>{t('settings:inactive')}</span>}
        <Traffic connection={connection} />
      </div>
      <div className={settings.side}>
        <p>{t('window', { minutes: connection.window_minutes, days: connection.callback_days })}</p>
        <div className={settings.tags}>
          {department_id === null ? null : (
            <span className={settings.mark}>
              <ListName list="departments" id={department_id} />
            </span>
          )}
          {queues.map((one) => (
            <span key={one.queue} className={settings.mark}>
              <Auto>{one.queue}</Auto>: <ListName list="departments" id={one.department_id} />
            </span>
          ))}
        </div>
      </div>
      {isWriter ? (
        <div className={settings.tools}>
          <ConnectionMenu connection={connection} onAction={onAction} />
        </div>
      ) : null}
    </li>
  );
}
