import { useTranslation } from 'react-i18next';
import { type ApiClient, changeApiClient, revokeApiClient } from '../../../../shared/api-clients.ts';
import type { BodyInput } from '../../../../shared/endpoint.ts';
import { call } from '../../../api.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useRefresh } from '../settings-queries.ts';

/** The changes of API clients; `change`, `setActive` and `revoke` throw what the server refused. */
export function useClientChanges() {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const fail = useFailure();
  const change = async (client: ApiClient, body: BodyInput<typeof changeApiClient>) => {
    await call(changeApiClient, { params: { id: client.id }, body });
    await refresh();
  };
  const setActive = async (client: ApiClient, isActive: boolean) => {
    await change(client, { is_active: isActive });
    showToast({
      text: t(isActive ? 'clients.reactivated' : 'clients.deactivated', { name: client.name }),
      undo: () => change(client, { is_active: !isActive }),
    });
  };
  const reactivate = (client: ApiClient) => {
    setActive(client, true).catch((error: unknown) => fail(error));
  };
  const revoke = async (client: ApiClient) => {
    await call(revokeApiClient, { params: { id: client.id } });
    await refresh();
    showToast({ text: t('clients.revokedNow', { name: client.name }) });
  };
  return { change, setActive, reactivate, revoke };
}
