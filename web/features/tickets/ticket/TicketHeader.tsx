import { Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import {
  ArrowRight,
  CircleCheckBig,
  EllipsisVertical,
  History,
  Merge,
  MessageCircleOff,
  UserRound,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketPage } from '../../../../shared/tickets.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { useKeys } from '../../../components/useKeys.ts';
import { CopyButton } from '../CopyButton.tsx';
import { MergeDialog } from '../moves/MergeDialog.tsx';
import { useMayChange } from '../use-may-change.ts';
import { useQueueSearch } from '../use-ticket-search.ts';
import { HandledFact } from './HandledFact.tsx';
import { Subject } from './Subject.tsx';
import { TicketFields } from './TicketFields.tsx';
import styles from './TicketHeader.module.css';
import { useClosing } from './use-closing.tsx';

interface Props {
  page: TicketPage;
  onHistory: () => void;
  onCustomer: () => void;
}

type Closing = ReturnType<typeof useClosing>;

/** Closing, and what else can be done with a ticket as a whole. */
function Actions({ closing, ticket }: { closing: Closing; ticket: Ticket }) {
  const { t } = useTranslation(['tickets', 'moves']);
  const [isMerging, setMerging] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<CircleCheckBig size={15} aria-hidden />}
        disabled={closing.isClosed || closing.closedStatus === null}
        onClick={closing.close}
      >
        {t('page.close')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <button
            type="button"
            className={styles.quiet}
            aria-label={t('page.actions')}
            title={t('page.actions')}
          >
            <EllipsisVertical size={17} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {ticket.is_handled ? null : (
            <Menu.Item leftSection={<MessageCircleOff size={15} aria-hidden />} onClick={closing.recordDue}>
              {t('page.noAnswerDue')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Merge size={15} aria-hidden />} onClick={() => setMerging(true)}>
            {t('moves:mergeAction')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isMerging ? <MergeDialog ticket={ticket} onClose={() => setMerging(false)} /> : null}
    </>
  );
}

/** What a ticket is, whose it is, whether it is handled; and what can be done with it as a whole. */
export function TicketHeader({ page, onHistory, onCustomer }: Props) {
  const { t } = useTranslation('tickets');
  const { ticket } = page;
  const mayWrite = useMayChange(ticket);
  const search = useQueueSearch();
  const closing = useClosing(ticket);
  useKeys([{ code: 'KeyE', label: t('keys.close'), isActive: mayWrite, run: closing.close }]);
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <Link to="/tickets" search={search} className={styles.back} aria-label={t('page.back')}>
          <ArrowRight size={18} aria-hidden className={styles.backIcon} />
        </Link>
        <span className={styles.number}>
          <Ltr>#{ticket.number}</Ltr>
          <CopyButton text={String(ticket.number)} label={t('page.copyNumber')} />
        </span>
        <span className={styles.actions}>
          <button
            type="button"
            className={styles.quiet}
            aria-label={t('page.history')}
            title={t('page.history')}
            onClick={onHistory}
          >
            <History size={17} aria-hidden />
          </button>
          <button
            type="button"
            className={styles.customer}
            aria-label={t('page.showCustomer')}
            title={t('page.showCustomer')}
            onClick={onCustomer}
          >
            <UserRound size={17} aria-hidden />
          </button>
          {mayWrite ? <Actions closing={closing} ticket={ticket} /> : null}
        </span>
      </div>
      <Subject ticket={ticket} />
      <HandledFact ticket={ticket} messages={page.messages} />
      <TicketFields ticket={ticket} onStatus={closing.setStatus} />
      {closing.dialog}
    </header>
  );
}
