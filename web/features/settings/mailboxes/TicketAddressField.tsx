import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Mailbox, ticketAddressUses, tryTicketAddress } from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { problemText, reasonText } from '../../../components/problem-text.ts';
import { Time } from '../../../components/Time.tsx';
import styles from './Connection.module.css';

export type TicketAddressUse = Mailbox['ticket_address'];

/** Sends a mail to such an address of our own; when it has come back is shown as soon as the list is read again. */
function Trial({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation('mail');
  const { data, error, isPending, mutate } = useMutation({
    mutationFn: () => call(tryTicketAddress, { params: { id: mailbox.id } }),
  });
  const { ticket_address_proven_at: provenAt, uses_ticket_address: isUsed } = mailbox;
  const isBad = error !== null || (data !== undefined && data.problem !== null);
  return (
    <>
      <p className={styles.advice}>
        {t(isUsed ? 'ticketAddress.used' : 'ticketAddress.unused')}{' '}
        {provenAt === null ? null : (
          <>
            {t('ticketAddress.proven')} <Time at={provenAt} />
          </>
        )}
      </p>
      <div className={styles.trial}>
        <Button
          variant="default"
          leftSection={<Send size={16} aria-hidden className="icon-direction" />}
          loading={isPending}
          onClick={() => mutate()}
        >
          {t('ticketAddress.try')}
        </Button>
        <p role="status" className={isBad ? styles.bad : styles.good}>
          {error === null ? null : problemText(t, error)}
          {data === undefined || isPending ? null : (
            <>
              {data.problem === null ? t('ticketAddress.sent') : reasonText(t, data.problem)}
              <bdi dir="ltr" className={styles.said}>
                {data.problem === null ? data.to : data.server_said}
              </bdi>
            </>
          )}
        </p>
      </div>
    </>
  );
}

interface Props {
  /** Undefined: it is being made. */
  mailbox: Mailbox | undefined;
  value: TicketAddressUse;
  onChange: (value: TicketAddressUse) => void;
}

/** Whether answers are asked to an address of the ticket, and whether such mail comes. */
export function TicketAddressField({ mailbox, value, onChange }: Props) {
  const { t } = useTranslation('mail');
  return (
    <>
      <NativeSelect
        label={t('ticketAddress.label')}
        description={t('ticketAddress.hint')}
        value={value}
        data={ticketAddressUses.map((use) => ({ value: use, label: t(`ticketAddress.${use}`) }))}
        onChange={({ currentTarget }) => onChange(currentTarget.value as TicketAddressUse)}
      />
      {mailbox === undefined || value === 'off' ? null : <Trial mailbox={mailbox} />}
    </>
  );
}
