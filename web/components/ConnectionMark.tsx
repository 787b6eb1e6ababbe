import { WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../live.ts';
import styles from './Shell.module.css';

/** Says when what is on the screen is no longer being kept up to date. */
export function ConnectionMark() {
  const { t } = useTranslation();
  const isLost = useConnection() === 'lost';
  return (
    <div role="status">
      {isLost ? (
        <p className={styles.lost} title={t('connection.lostLong')}>
          <WifiOff size={16} aria-hidden />
          <span className={styles.itemLabel}>{t('connection.lost')}</span>
        </p>
      ) : null}
    </div>
  );
}
