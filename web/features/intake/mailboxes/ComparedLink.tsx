import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlace } from '../../../components/place.ts';
import { number } from '../../../i18n/format.ts';
import styles from './Compared.module.css';
import { comparedQuery } from './compared-queries.ts';
import { sumOf } from './mailbox-sums.ts';

/** The way from the ledger to the mailboxes; it says when one of them has what the ledger has not. */
export function ComparedLink() {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  const { data } = useQuery(comparedQuery);
  const items = data?.items ?? [];
  if (!items.some(({ mode }) => mode !== null)) return null;
  const missing = items.reduce((sum, { whole }) => sum + sumOf(whole?.folders ?? []).missing, 0);
  const Icon = missing > 0 ? CircleAlert : Scale;
  return (
    <Link to="/intake/mailboxes" className={styles.link} data-tone={missing > 0 ? 'late' : undefined}>
      <Icon size={15} aria-hidden /> {t('mailboxes.title')}
      {missing > 0 ? ` · ${t('mailboxes.missing')} \u2066${number(missing, language)}\u2069` : ''}
    </Link>
  );
}
