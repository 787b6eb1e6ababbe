import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CallsSearch } from '../calls-search.ts';
import styles from './CallList.module.css';

/** What the rows are limited to besides the filters that are in sight, and the way to all of them. */
export function Limits({ search: { account, ticket, ...others } }: { search: CallsSearch }) {
  const { t } = useTranslation('calls');
  if (account === undefined && ticket === undefined) return null;
  return (
    <p className={styles.limits}>
      <span>{t(account === undefined ? 'limits.ticket' : 'limits.account')}</span>
      <Link to="." search={others as never} replace>
        {t('limits.all')}
      </Link>
    </p>
  );
}
