import { useTranslation } from 'react-i18next';
import type { AnswerOf, BodyInput } from '../../../../shared/endpoint.ts';
import {
  changePhoneConnection,
  type PhoneConnection,
  renewPhoneToken,
} from '../../../../shared/phone-connections.ts';
import { call } from '../../../api.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useRefresh } from '../settings-queries.ts';

/** The changes of exchanges; each throws what the server refused. */
export function useConnectionChanges() {
  const { t } = useTranslation('phone');
  const refresh = useRefresh();
  const fail = useFailure();
  const change = async ({ id }: PhoneConnection, body: BodyInput<typeof changePhoneConnection>) => {
    await call(changePhoneConnection, { params: { id }, body });
    await refresh();
  };
  const setActive = async (connection: PhoneConnection, isActive: boolean) => {
    await change(connection, { is_active: isActive });
    showToast({
      text: t(isActive ? 'reactivated' : 'deactivated', { name: connection.name }),
      undo: () => change(connection, { is_active: !isActive }),
    });
  };
  const reactivate = (connection: PhoneConnection) => {
    setActive(connection, true).catch((error: unknown) => fail(error));
  };
  const renew = async ({ id }: PhoneConnection): Promise<AnswerOf<typeof renewPhoneToken>> => {
    const made = await call(renewPhoneToken, { params: { id } });
    void refresh();
    return made;
  };
  return { change, setActive, reactivate, renew };
}
