import { Progress } from '@mantine/core';
import { CircleAlert, Ghost, PackageCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '../../../../shared/reconciliations.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { reasonText } from '../../../components/problem-text.ts';
import { Time } from '../../../components/Time.tsx';
import styles from './Compared.module.css';
import type { MailboxSum } from './mailbox-sums.ts';

/** How far the sweep is that runs now. */
export function SweepProgress({ progress }: Pick<Reconciliation, 'progress'>) {
  const { t } = useTranslation('intake');
  const done = progress === null ? 0 : ((progress.place - 1) / progress.of) * 100;
  return (
    <div className={styles.progress}>
      <p role="status">
        {progress === null ? (
          t('mailboxes.progress.waiting')
        ) : (
          <>
            {t('mailboxes.progress.folder', { place: progress.place, of: progress.of })}{' '}
            <Ltr>{progress.folder}</Ltr>
            {progress.taking > 0 ? ` · ${t('mailboxes.progress.taking', { count: progress.taking })}` : ''}
          </>
        )}
      </p>
      {/* Something is seen to be done from the first moment on. */}
      <Progress value={Math.max(done, 4)} animated size="sm" aria-label={t('mailboxes.progress.label')} />
    </div>
  );
}

/** Why the newest sweep has no result; nothing where it has, or is still at it. */
export function SweepTrouble({ sweep }: { sweep: Reconciliation }) {
  const { t } = useTranslation(['intake', 'problems']);
  const isBroken = sweep.ended_at === null && !sweep.is_running;
  if (sweep.problem === null && !isBroken) return null;
  return (
    <p className={styles.trouble}>
      <CircleAlert size={16} aria-hidden />
      <span>
        {t('mailboxes.failed')} <Time at={sweep.started_at} />:{' '}
        {sweep.problem === null ? t('mailboxes.broken') : reasonText(t, sweep.problem)}
      </span>
    </p>
  );
}

/** What the sweep found besides the equation. */
export function SweepFinds({ sum: { missing, takenIn, disappeared } }: { sum: MailboxSum }) {
  const { t } = useTranslation('intake');
  if (missing === 0 && takenIn === 0 && disappeared === 0) return null;
  return (
    <ul className={styles.finds}>
      {missing === 0 ? null : (
        <li data-tone="late">
          <CircleAlert size={16} aria-hidden /> {t('mailboxes.stillMissing', { count: missing })}
        </li>
      )}
      {takenIn === 0 ? null : (
        <li data-tone="good">
          <PackageCheck size={16} aria-hidden /> {t('mailboxes.takenIn', { count: takenIn })}
        </li>
      )}
      {disappeared === 0 ? null : (
        <li data-tone="soon">
          <Ghost size={16} aria-hidden /> {t('mailboxes.disappeared', { count: disappeared })}
        </li>
      )}
    </ul>
  );
}
