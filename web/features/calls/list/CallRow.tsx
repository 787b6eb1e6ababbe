import { CircleHelp } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../../shared/calls.ts';
import { CallMark } from '../../../components/calls/CallMark.tsx';
import { DialButton } from '../../../components/calls/DialButton.tsx';
import { isNamed, Party, PhoneNumber } from '../../../components/calls/Party.tsx';
import { partyOf, spanOf } from '../../../components/calls/party.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { LinkAbove, PaneLink, PaneRow } from '../../../components/PaneRow.tsx';
import { Time } from '../../../components/Time.tsx';
import type { CallsSearch } from '../calls-search.ts';
import styles from './CallRow.module.css';

/** Where the call is now: its ticket, or that nobody has said what it was, or why it is no inquiry. */
function Place({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  if (call.is_unclassified) {
    return (
      <span className={styles.unclassified}>
        <CircleHelp size={13} aria-hidden />
        {t('row.unclassified')}
      </span>
    );
  }
  if (call.ticket !== null) {
    const number = String(call.ticket.number);
    return (
      <LinkAbove to={{ to: '/tickets/$number', params: { number } }} title={t('row.toTicket', { number })}>
        <Ltr>#{number}</Ltr>
      </LinkAbove>
    );
  }
  const reason = call.classification?.reason ?? null;
  if (reason !== null) return <span className={styles.quiet}>{t(`reason.${reason}`)}</span>;
  return call.is_test ? <span className={styles.quiet}>{t('test')}</span> : null;
}

/** With whom of us, in which queue, for how long. */
function More({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { queue, talking_seconds: talked, waiting_seconds: waited } = call;
  const who = call.user?.name ?? call.answered_by;
  const span = call.result === 'answered' ? talked : waited;
  return (
    <>
      {who === null ? null : (
        <>
          {t('row.with')} <Auto>{who}</Auto>
          {' · '}
        </>
      )}
      {queue === null ? null : (
        <>
          <Auto>{queue}</Auto>
          {' · '}
        </>
      )}
      {span === null ? null : (
        <>
          {t(call.result === 'answered' ? 'row.talked' : 'row.waited')} <Ltr>{spanOf(span)}</Ltr>
        </>
      )}
    </>
  );
}

interface Props {
  call: Call;
  search: CallsSearch;
  isOpen: boolean;
  onNear: (id: string) => void;
}

/** One call. Who it was is the link; the whole row leads there. */
export const CallRow = memo(function CallRow({ call, search, isOpen, onNear }: Props) {
  const party = partyOf(call);
  return (
    <PaneRow isOpen={isOpen} className={styles.row}>
      <span className={styles.mark}>
        <CallMark call={call} />
      </span>
      <PaneLink
        pane={{ to: '/calls/$id', params: { id: call.id }, search }}
        isOpen={isOpen}
        className={styles.who}
        onNear={() => onNear(call.id)}
      >
        <span className={styles.name}>
          <Party call={call} />
        </span>
        {!isNamed(call) ? null : (
          <span className={styles.number}>
            <PhoneNumber number={party} />
          </span>
        )}
      </PaneLink>
      <span className={styles.dial}>
        <DialButton phone={party.value} shown={party.shown} ticketId={call.ticket?.id} />
      </span>
      <span className={styles.when}>
        <Time at={call.started_at} shape="log" />
      </span>
      <span className={styles.more}>
        <More call={call} />
      </span>
      <span className={styles.place}>
        <Place call={call} />
      </span>
    </PaneRow>
  );
});
