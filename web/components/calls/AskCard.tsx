import { useQuery } from '@tanstack/react-query';
import { PhoneOff, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api-queries.ts';
import { Ltr } from '../Isolates.tsx';
import { CallDecision } from './CallDecision.tsx';
import { callQuery } from './call-queries.ts';
import { Party } from './Party.tsx';
import styles from './Pop.module.css';
import { spanOf } from './party.ts';

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
