import { useQuery } from '@tanstack/react-query';
import { PhoneOff, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api-queries.ts';
import { callQuery } from '../../../components/calls/call-queries.ts';
import { Party } from '../../../components/calls/Party.tsx';
import { spanOf } from '../../../components/calls/party.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { CallDecision } from '../decision/CallDecision.tsx';
import styles from './Pop.module.css';

/** A call in which I spoke, after it: what was it? Gone as soon as somebody has said it. */
export function AskCard({ id, onHide }: { id: string; onHide: () => void }) {
  const { t } = useTranslation('calls');
  const mayWrite = useMay('tickets:write');
  const call = useQuery(callQuery(id)).data?.call;
  if (!mayWrite || call === undefined || !call.is_unclassified || call.state !== 'ended') return null;
  return (
    <article
      className={styles.card}
      data-state="ended"
      data-call={id}
      tabIndex={-1}
      aria-label={t('pop.ask')}
    >
      <header className={styles.head}>
        <PhoneOff size={16} aria-hidden />
        <span>
          {t('pop.ended')} · <Party call={call} />
        </span>
        {call.talking_seconds === null ? null : <Ltr>{spanOf(call.talking_seconds)}</Ltr>}
        <button
          type="button"
          className={styles.close}
          aria-label={t('pop.later')}
          title={t('pop.later')}
          onClick={onHide}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      <CallDecision call={call} />
    </article>
  );
}
