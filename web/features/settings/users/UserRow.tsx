import { useQuery } from '@tanstack/react-query';
import { Eye, EyeOff, KeyRound, Pencil, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../../../shared/users.ts';
import { useMay, useSession } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { RowMenu } from '../RowMenu.tsx';
import settings from '../Settings.module.css';
import { userPhonesQuery } from '../settings-queries.ts';

export type UserAction = 'edit' | 'password' | 'phones' | 'deactivate' | 'reactivate';

/** A user, and what can be done with them. Nobody can lock themselves out from here. */
export function UserRow({ user, onAction }: { user: User; onAction: (action: UserAction) => void }) {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const phones =
    useQuery(userPhonesQuery).data?.items.find(({ user_id }) => user_id === user.id)?.phones ?? [];
  const isMe = useSession().user.id === user.id;
  const act = (action: UserAction) => () => onAction(action);
  return (
    <li className={user.is_active ? undefined : settings.inactive}>
      <div className={settings.main}>
        <strong>
          <Auto>{user.name}</Auto>
        </strong>
        <span className={settings.mark}>{t(`roles.${user.role}`)}</span>
        {isMe ? <span className={settings.mark}>{t('users.me')}</span> : null}
        {user.is_active ? null : <span className={settings.mark}>{t('inactive')}</span>}
        <p>
          <Ltr>{user.email}</Ltr>
          {phones.length === 0 ? null : (
            <>
              {' · '}
              {t('phone:extensions.of')} <Ltr>{phones.join(', ')}</Ltr>
            </>
          )}
        </p>
      </div>
      <div className={settings.side}>
        <div className={settings.tags}>
          {user.departments.length === 0
            ? t('users.noDepartments')
            : user.departments.map((id) => (
                <span key={id} className={settings.mark}>
                  <ListName list="departments" id={id} />
                </span>
              ))}
        </div>
      </div>
      {isWriter ? (
        <div className={settings.tools}>
          <RowMenu
            name={user.name}
            actions={[
              { icon: Pencil, label: t('edit'), run: act('edit') },
              { icon: KeyRound, label: t('users.newPassword'), run: act('password') },
              { icon: Phone, label: t('phone:extensions.action'), run: act('phones') },
              {
                icon: EyeOff,
                label: t('deactivate'),
                run: act('deactivate'),
                isDangerous: true,
                isOffered: user.is_active && !isMe,
              },
              { icon: Eye, label: t('reactivate'), run: act('reactivate'), isOffered: !user.is_active },
            ]}
          />
        </div>
      ) : null}
    </li>
  );
}
