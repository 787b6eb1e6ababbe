import { useTranslation } from 'react-i18next';
import type { BodyInput } from '../../../../shared/endpoint.ts';
import { changeMailbox, disconnectMailbox, type Mailbox } from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useRefresh } from '../settings-queries.ts';

/** The changes of mailboxes; `change` and `setActive` throw what the server refused. */
export function useMailboxChanges() {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const fail = useFailure();
  const change = async (mailbox: Mailbox, body: BodyInput<typeof changeMailbox>) => {
    await call(changeMailbox, { params: { id: mailbox.id }, body });
    await refresh();
  };
  const setActive = async (mailbox: Mailbox, isActive: boolean) => {
    await change(mailbox, { is_active: isActive });
    showToast({
      text: t(isActive ? 'mailboxes.reactivated' : 'mailboxes.deactivated', { name: mailbox.name }),
      undo: () => change(mailbox, { is_active: !isActive }),
    });
  };
  const reactivate = (mailbox: Mailbox) => {
    setActive(mailbox, true).catch((error: unknown) => fail(error));
  };
  const disconnect = async (mailbox: Mailbox) => {
    await call(disconnectMailbox, { params: { id: mailbox.id } });
    await refresh();
    showToast({ text: t('connection.disconnected', { name: mailbox.name }) });
  };
  return { change, setActive, reactivate, disconnect };
}
