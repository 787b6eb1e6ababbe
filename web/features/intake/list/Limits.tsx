import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { IntakeSearch } from '../intake-search.ts';
import styles from './IntakeList.module.css';

/** What the rows are limited to besides the filters that are in sight, and the way to all of them. */
export function Limits({ search: { since, as, ...others } }: { search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  if (since === undefined && as === undefined) return null;
  return (
    <p className={styles.limits}>
      <span>
        {since === undefined ? null : t(`limits.${since}`)} {as === undefined ? null : t(`limits.${as}`)}
      </span>
      <Link to="." search={others} replace>
        {t('limits.all')}
      </Link>
    </p>
  );
}
