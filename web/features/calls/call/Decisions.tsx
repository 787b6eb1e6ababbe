import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { readCall } from '../../../../shared/calls.ts';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import { Instant } from '../../../components/Instant.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import styles from './Call.module.css';

type Decision = AnswerOf<typeof readCall>['decisions'][number];

/** What was said, or what was taken back and what became of its ticket. */
function Words({ decision }: { decision: Decision }) {
  const { t } = useTranslation('calls');
  const { kind, said, ticket, reason, text, closed_ticket } = decision;
  return (
    <span>
      {kind === 'taken_back' ? `${t('decisions.takenBack')} ` : ''}
      {t(`decisions.${said}`)}{' '}
      {ticket === null ? null : (
        <Link to="/tickets/$number" params={{ number: String(ticket.number) }}>
          <Ltr>#{ticket.number}</Ltr>
        </Link>
      )}
      {said !== 'no_inquiry' || reason === null ? '' : t(`reason.${reason}`)}
      {text === null ? null : (
        <>
          {': '}
          <Auto>{text}</Auto>
        </>
      )}
      {closed_ticket ? ` ${t('decisions.closed')}` : ''}
    </span>
  );
}

/** The call's own history, once there is more to it than how it stands. */
export function Decisions({ decisions }: { decisions: readonly Decision[] }) {
  const { t } = useTranslation('calls');
  if (decisions.length < 2) return null;
  return (
    <section>
      <h2 className={styles.heading}>{t('decisions.title')}</h2>
      <ol className={styles.events}>
        {decisions.map((decision) => (
          <li key={`${decision.kind} ${decision.at}`}>
            <Instant at={decision.at} />
            <Words decision={decision} />
            {decision.by === null ? null : (
              <span className={styles.said}>
                <Auto>{decision.by.name}</Auto>
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
