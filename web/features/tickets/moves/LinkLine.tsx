import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CornerUpLeft, Waypoints } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketLink } from '../../../../shared/tickets.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { SubjectText } from '../SubjectText.tsx';
import { useMayChange } from '../use-may-change.ts';
import { useQueueSearch } from '../use-ticket-search.ts';
import styles from './LinkLine.module.css';
import { useMoves } from './use-moves.ts';

function To({ link }: { link: TicketLink }) {
  const search = useQueueSearch();
  return (
    <Link
      to="/tickets/$number"
      params={{ number: String(link.number) }}
      search={search}
      className={styles.link}
    >
      <Ltr>#{link.number}</Ltr> <SubjectText subject={link.subject} />{' '}
      {link.account_name === null ? null : (
        <span className={styles.account}>
          · <Auto>{link.account_name}</Auto>
        </span>
      )}
    </Link>
  );
}

function Maybe({ ticket, maybe }: { ticket: Ticket; maybe: TicketLink }) {
  const { t } = useTranslation('moves');
  const mayChange = useMayChange(ticket);
  const { merge, dismiss } = useMoves(ticket);
  const [isBusy, setBusy] = useState(false);
  const once = (verb: () => Promise<boolean>) => {
    setBusy(true);
    void verb().finally(() => setBusy(false));
  };
  return (
    <Line label={t('maybe')} link={maybe} icon={<Waypoints size={15} aria-hidden className={styles.icon} />}>
      {mayChange ? (
        <span className={styles.actions}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            onClick={() => once(() => merge(maybe))}
          >
            {t('moveThere')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={isBusy}
            onClick={() => once(() => dismiss(maybe.number))}
          >
            {t('notRelated')}
          </Button>
        </span>
      ) : null}
    </Line>
  );
}

function Line(props: { label: string; link: TicketLink; icon: ReactNode; children?: ReactNode }) {
  return (
    <aside className={styles.line} aria-label={props.label}>
      {props.icon}
      <p className={styles.words}>
        {props.label} <To link={props.link} />
      </p>
      {props.children}
    </aside>
  );
}

/** Where a ticket may belong, with the decision a click away; and where it went. */
export function LinkLine({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('moves');
  const { maybe, merged_into: into } = ticket;
  if (into !== null) {
    const icon = <CornerUpLeft size={15} aria-hidden className={`icon-direction ${styles.icon}`} />;
    return <Line label={t('mergedInto')} link={into} icon={icon} />;
  }
  return maybe === null ? null : <Maybe ticket={ticket} maybe={maybe} />;
}
