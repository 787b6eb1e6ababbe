import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openTicket } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { useSession } from '../../../api-queries.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { emptyTicket, keepNewTicket, type NewTicket, readNewTicket } from './new-ticket-draft.ts';

function bodyOf({ account, name, phone, email, department, priority, ...rest }: NewTicket) {
  const customer = account === null ? { name, phone, email } : { account_id: account.id };
  return { ...rest, ...customer, department_id: department, priority_id: priority };
}

/** The form of a new ticket: kept at every key, sent once, and kept still when it is refused. */
export function useNewTicket() {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const fail = useFailure();
  const userId = useSession().user.id;
  const [ticket, setTicket] = useState(() => readNewTicket(userId));
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  const put = (next: NewTicket) => {
    setTicket(next);
    keepNewTicket(userId, next);
  };
  const open = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const { number } = await call(openTicket, { body: bodyOf(ticket) });
      keepNewTicket(userId, emptyTicket);
      showToast({ text: t('new.opened', { number }) });
      await navigate({ to: '/tickets/$number', params: { number: String(number) } });
    } catch (error) {
      setProblem(error);
      fail(error, t('new.failed'));
    } finally {
      setBusy(false);
    }
  };
  return {
    ticket,
    problem,
    isBusy,
    isEmpty: JSON.stringify(ticket) === JSON.stringify(emptyTicket),
    change: (fields: Partial<NewTicket>) => put({ ...ticket, ...fields }),
    clear: () => {
      put(emptyTicket);
      setProblem(null);
    },
    open,
  };
}
