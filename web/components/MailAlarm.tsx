import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { mailboxesQuery, useMay } from '../api-queries.ts';
import { Auto } from './Isolates.tsx';
import styles from './MailAlarm.module.css';
import { troublesOf } from './mail-troubles.ts';
import { useNow } from './place.ts';
import { reasonText } from './problem-text.ts';
import { Time } from './Time.tsx';

function Troubles() {
  const { t } = useTranslation('mail');
  const { data } = useQuery(mailboxesQuery);
  const troubles = troublesOf(data?.items ?? [], useNow());
  const [first] = troubles;
  if (first === undefined) return null;
  const count = new Set(troubles.map(({ mailbox }) => mailbox.id)).size;
  return (
    <p className={styles.alarm}>
      <CircleAlert size={18} aria-hidden />
      <span className={styles.words}>
        <strong>{t('alarm.title', { count })}:</strong> <Auto>{first.mailbox.name}</Auto>{' '}
        {t(`alarm.${first.kind}`)} (<Time at={first.since} />
        ). {reasonText(t, first.problem)}.
      </span>
      <Link to="/settings/$section" params={{ section: 'mailboxes' }}>
        {t('alarm.open')}
      </Link>
    </p>
  );
}

/** Mail that does not come in or does not go out, said on every page to those who can mend it. */
export function MailAlarm() {
  const isAdministrator = useMay('settings:write');
  return <div role="alert">{isAdministrator ? <Troubles /> : null}</div>;
}
