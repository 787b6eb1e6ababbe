import { AlarmClock, Clock, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { age, exact, urgency } from '../i18n/format.ts';
import { useNow, usePlace } from './place.ts';
import styles from './Waiting.module.css';

const icons = { calm: Clock, soon: Hourglass, late: AlarmClock };

/** How long a customer waits for us. `brief` leaves out the word "waiting" where a column says it. */
export function Waiting({ since, brief = false }: { since: string; brief?: boolean }) {
  const { t } = useTranslation();
  const place = usePlace();
  const now = useNow();
  const start = new Date(since);
  const level = urgency(start, now);
  const { unit, count } = age(start, now);
  const Icon = icons[level];
  const span = t(`span.${unit}`, { count });
  return (
    <time dateTime={since} title={t('waitingSince', { at: exact(start, place) })} className={styles[level]}>
      <Icon size={13} aria-hidden />
      <span>{brief ? span : t('waiting', { span })}</span>
      {level === 'calm' ? null : (
        <span className={brief && level === 'soon' ? 'visually-hidden' : styles.word}>
          {t(`urgency.${level}`)}
        </span>
      )}
    </time>
  );
}
