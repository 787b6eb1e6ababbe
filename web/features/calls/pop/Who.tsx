import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Call, ScreenPop } from '../../../../shared/calls.ts';
import { PhoneNumber } from '../../../components/calls/Party.tsx';
import { partyOf } from '../../../components/calls/party.ts';
import { Auto } from '../../../components/Isolates.tsx';
import choice from '../decision/choice.module.css';
import { TicketLine } from '../decision/TicketChoice.tsx';
import styles from './Pop.module.css';

/** Who it is: as much as is known at once, more when it was read. */
export function Who({ call, pop }: { call: Call; pop: ScreenPop | undefined }) {
  const { t } = useTranslation('calls');
  const account = pop?.account ?? null;
  const name = account?.name ?? call.account?.name ?? null;
  const candidates = pop?.candidates ?? [];
  const earlier = pop?.earlier_calls ?? 0;
  const isWithheld = partyOf(call).shown === '';
  return (
    <div className={styles.who}>
      <h2>{name === null ? <PhoneNumber number={partyOf(call)} /> : <Auto>{name}</Auto>}</h2>
      <p>
        {name !== null ? (
          <PhoneNumber number={partyOf(call)} />
        ) : isWithheld ? (
          t('pop.withheld')
        ) : (
          t('pop.unknown')
        )}
        {account?.company ? (
          <>
            {' · '}
            <Auto>{account.company}</Auto>
          </>
        ) : null}
        {call.queue === null ? null : (
          <>
            {' · '}
            {t('queueOf')} <Auto>{call.queue}</Auto>
          </>
        )}
        {earlier === 0 ? null : ` · ${t('pop.earlier', { count: earlier })}`}
      </p>
      {candidates.length === 0 ? null : (
        <p>
          {t('pop.oneOf')}{' '}
          {candidates.map((one, index) => (
            <span key={one.id}>
              {index === 0 ? '' : ', '}
              <Auto>{one.name}</Auto>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

/** Their open tickets, each with its last words. */
export function Tickets({ pop }: { pop: ScreenPop | undefined }) {
  const { t } = useTranslation('calls');
  if (pop === undefined || pop.tickets.length === 0) return null;
  return (
    <ul className={choice.list} aria-label={t('decide.openTickets')}>
      {pop.tickets.map((ticket) => (
        <li key={ticket.id}>
          <Link to="/tickets/$number" params={{ number: String(ticket.number) }} className={choice.ticket}>
            <TicketLine ticket={ticket} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
