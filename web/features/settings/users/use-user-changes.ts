import { useTranslation } from 'react-i18next';
import type { BodyInput } from '../../../../shared/endpoint.ts';
import { changeUser, type User } from '../../../../shared/users.ts';
import { call } from '../../../api.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useRefresh } from '../settings-queries.ts';

/** The changes of users; each throws what the server refused. */
export function useUserChanges() {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const fail = useFailure();
  const change = async (user: User, body: BodyInput<typeof changeUser>) => {
    await call(changeUser, { params: { id: user.id }, body });
    await refresh();
  };
  const setActive = async (user: User, isActive: boolean) => {
    await change(user, { is_active: isActive });
    showToast({
      text: t(isActive ? 'users.reactivated' : 'users.deactivated', { name: user.name }),
      undo: () => change(user, { is_active: !isActive }),
    });
  };
  const reactivate = (user: User) => {
    setActive(user, true).catch((error: unknown) => fail(error));
  };
  return { change, setActive, reactivate };
}
