import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../../shared/calls.ts';
import { CallMark } from '../../../components/calls/CallMark.tsx';
import { Running } from '../../../components/calls/Running.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import { subjectDirection } from '../../../components/text-direction.ts';
import { Words } from '../../../components/Words.tsx';
import { useUndo } from '../use-undo.ts';
import styles from './Call.module.css';

function TicketOf({ ticket }: { ticket: NonNullable<Call['ticket']> }) {
  return (
    <Link to="/tickets/$number" params={{ number: String(ticket.number) }}>
      <Ltr>#{ticket.number}</Ltr>{' '}
      <bdi dir={subjectDirection(ticket.subject)}>
        <Words text={ticket.subject} />
      </bdi>
    </Link>
  );
}

/** Who said what it was, or that a rule did; what a person said can be taken back. */
function Said({ call, said }: { call: Call; said: NonNullable<Call['classification']> }) {
  const { t } = useTranslation(['calls', 'common']);
  const { isBusy, mayUndo, undo } = useUndo(call);
  return (
    <p className={styles.said}>
      {said.by === null ? (
        t('call.byRule')
      ) : (
        <>
          {t('call.by')} <Auto>{said.by.name}</Auto>, <Time at={said.at} />
        </>
      )}
      {mayUndo ? (
        <button type="button" className={styles.undo} disabled={isBusy} onClick={undo}>
          {t('common:undo')}
        </button>
      ) : null}
    </p>
  );
}

/** How the call stands, and what it became. */
export function Outcome({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { classification, ticket } = call;
  return (
    <section className={styles.outcome} aria-label={t('call.outcome')}>
      <p className={styles.standing}>
        <CallMark call={call} />
        {call.state === 'ended' ? null : <Running call={call} />}
        {call.is_test ? <span className={styles.tag}>{t('test')}</span> : null}
        {call.is_pulled ? <span className={styles.tag}>{t('call.pulled')}</span> : null}
      </p>
      {ticket === null ? null : (
        <p>
          {t(classification?.as === 'new_ticket' ? 'call.opened' : 'call.onTicket')}{' '}
          <TicketOf ticket={ticket} />
        </p>
      )}
      {classification?.as === 'no_inquiry' ? (
        <p>
          {t('call.noInquiry')}
          {classification.reason === null ? '' : ` ${t(`reason.${classification.reason}`)}`}
          {classification.text === null ? null : (
            <>
              {': '}
              <Auto>{classification.text}</Auto>
            </>
          )}
        </p>
      ) : null}
      {classification === null ? null : <Said call={call} said={classification} />}
    </section>
  );
}
