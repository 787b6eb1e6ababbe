import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../../shared/calls.ts';
import { DialButton } from '../../../components/calls/DialButton.tsx';
import { isNamed, Party, PhoneNumber } from '../../../components/calls/Party.tsx';
import { partyOf } from '../../../components/calls/party.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import type { Intent } from './cards.ts';
import styles from './Pop.module.css';

function Where({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const who = call.user?.name ?? call.answered_by;
  if (call.answered_at === null) return t(call.direction === 'in' ? 'pop.left.nobody' : 'pop.left.out');
  if (who === null) return t('pop.left.elsewhere');
  return (
    <>
      {t('pop.left.by')} <Auto>{who}</Auto>
    </>
  );
}

/** A call that rang here and went elsewhere: where, and what is left to do. */
export function LeftBody({ call, intent }: { call: Call; intent: Intent | null }) {
  const { t } = useTranslation('calls');
  const party = partyOf(call);
  return (
    <div className={styles.who}>
      <h2>
        <Party call={call} />
      </h2>
      <p className={styles.number}>
        {isNamed(call) ? <PhoneNumber number={party} /> : null}
        {call.is_missed ? (
          <DialButton
            phone={party.value}
            shown={party.shown}
            ticketId={call.ticket?.id}
            words={t('dial.back')}
          />
        ) : null}
      </p>
      <p>
        <Where call={call} />
        {call.ticket === null ? null : (
          <>
            {' · '}
            <Link to="/tickets/$number" params={{ number: String(call.ticket.number) }}>
              {t(call.is_missed ? 'pop.left.callBack' : 'pop.attached')} <Ltr>#{call.ticket.number}</Ltr>
            </Link>
          </>
        )}
      </p>
      {intent === null ? null : <p className={styles.intent}>{t('pop.left.notDone')}</p>}
    </div>
  );
}
