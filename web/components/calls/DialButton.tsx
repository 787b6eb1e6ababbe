import { useMutation, useQuery } from '@tanstack/react-query';
import { LoaderCircle, PhoneOutgoing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dialNumber } from '../../../shared/calls.ts';
import { call } from '../../api.ts';
import { useMay } from '../../api-queries.ts';
import { showToast } from '../toast.ts';
import { useFailure } from '../useFailure.ts';
import { myPhoneQuery } from './call-queries.ts';
import styles from './calls.module.css';

interface Props {
  phone: string;
  /** As people read it. */
  shown: string;
  /** The ticket that the call will belong to. */
  ticketId?: string | undefined;
  /** Where calling is what is due, it says so. */
  words?: string | undefined;
}

/** Calls a number through the exchange: my phone rings first. There only where an exchange can dial for me. */
export function DialButton({ phone, shown, ticketId, words }: Props) {
  const { t } = useTranslation('calls');
  const fail = useFailure();
  const mayWrite = useMay('tickets:write');
  const canDial = useQuery({ ...myPhoneQuery, enabled: mayWrite }).data?.can_dial === true;
  const dialling = useMutation({
    mutationFn: () => call(dialNumber, { body: { phone, ticket_id: ticketId ?? null, connection_id: null } }),
    onSuccess: () => showToast({ text: t('dial.started', { number: `\u2066${shown}\u2069` }) }),
    onError: (error) => fail(error, t('dial.failed')),
  });
  if (!canDial || phone === '') return null;
  const label = t(dialling.isPending ? 'dial.dialling' : 'dial.dial', { number: `\u2066${shown}\u2069` });
  const Icon = dialling.isPending ? LoaderCircle : PhoneOutgoing;
  return (
    <button
      type="button"
      className={words === undefined ? styles.dial : styles.dialWide}
      aria-label={words === undefined ? label : `${words}: ${label}`}
      title={label}
      disabled={dialling.isPending}
      onClick={(event) => {
        // It may stand in a row that leads elsewhere.
        event.stopPropagation();
        dialling.mutate();
      }}
    >
      <Icon size={14} aria-hidden /> {words}
    </button>
  );
}
