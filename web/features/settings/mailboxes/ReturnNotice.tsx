import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../../components/problem-text.ts';
import styles from './MailParts.module.css';

/** What came of a visit to a provider's page, from which people come back to this address. */
export function ReturnNotice() {
  const { t } = useTranslation('mail');
  const search: Record<string, unknown> = useLocation().search;
  const { connected, refused } = search;
  if (typeof refused === 'string') {
    return (
      <p role="alert" className={styles.refusal}>
        {reasonText(t, refused)}
      </p>
    );
  }
  return connected === undefined ? null : (
    <p role="status" className={styles.notice}>
      {t('connect.connected')}
    </p>
  );
}
