import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../../../shared/users.ts';
import { useMay } from '../../../api-queries.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import settings from '../Settings.module.css';
import { usersQuery } from '../settings-queries.ts';
import { NewPasswordDialog } from './NewPasswordDialog.tsx';
import { PhonesDialog } from './PhonesDialog.tsx';
import { UserForm } from './UserForm.tsx';
import { type UserAction, UserRow } from './UserRow.tsx';
import { useUserChanges } from './use-user-changes.ts';

type Asked = { action: UserAction | 'add'; user?: User } | null;

function Dialogs({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { setActive } = useUserChanges();
  if (asked === null) return null;
  const { action, user } = asked;
  if (action === 'add') return <UserForm onClose={onClose} />;
  if (user === undefined) return null;
  if (action === 'edit') return <UserForm user={user} onClose={onClose} />;
  if (action === 'password') return <NewPasswordDialog user={user} onClose={onClose} />;
  if (action === 'phones') return <PhonesDialog user={user} onClose={onClose} />;
  return (
    <ConfirmDialog
      title={t('users.deactivateTitle', { name: user.name })}
      confirmLabel={t('deactivate')}
      isDangerous
      onConfirm={() => setActive(user, false)}
      onClose={onClose}
    >
      {t('users.deactivateWords')}
    </ConfirmDialog>
  );
}

/** Everybody who handles the business's inquiries. */
export function UsersPage() {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const { data, error, refetch } = useQuery(usersQuery);
  const { reactivate } = useUserChanges();
  const [asked, setAsked] = useState<Asked>(null);
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeletons />;
  const act = (action: UserAction, user: User) =>
    action === 'reactivate' ? reactivate(user) : setAsked({ action, user });
  return (
    <>
      <div className={settings.top}>
        <p>{t('users.emptyWords')}</p>
        {isWriter ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAsked({ action: 'add' })}>
            {t('users.add')}
          </Button>
        ) : null}
      </div>
      {data.items.length === 0 ? (
        <EmptyState icon={Users} title={t('users.empty')} />
      ) : (
        <ul className={settings.rows}>
          {data.items.map((user) => (
            <UserRow key={user.id} user={user} onAction={(action) => act(action, user)} />
          ))}
        </ul>
      )}
      <Dialogs asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}
