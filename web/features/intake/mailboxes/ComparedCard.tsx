import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ComparedMailbox, Reconciliation } from '../../../../shared/reconciliations.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import styles from './Compared.module.css';
import { useSweep } from './compared-queries.ts';
import { MailboxEquation } from './MailboxEquation.tsx';
import { sumOf } from './mailbox-sums.ts';
import { SweepFinds, SweepProgress, SweepTrouble } from './SweepState.tsx';
import { Days, Folders, Part, Sweeps } from './SweepTables.tsx';

/** The last sweep that could be finished, whatever came after it. */
function Found({ whole, mailboxId }: { whole: Reconciliation; mailboxId: string }) {
  const { t } = useTranslation('intake');
  const sum = sumOf(whole.folders ?? []);
  return (
    <>
      <MailboxEquation sum={sum} mailboxId={mailboxId} />
      <SweepFinds sum={sum} />
      <p className={styles.words}>
        {t('mailboxes.last')} <Time at={whole.ended_at ?? whole.started_at} /> · {t('mailboxes.nightly')}
      </p>
      <Part title={t('mailboxes.days')}>{() => <Days days={whole.days ?? []} mailboxId={mailboxId} />}</Part>
      <Part title={t('mailboxes.folders')}>{() => <Folders folders={whole.folders ?? []} />}</Part>
      <Part title={t('mailboxes.sweeps.title')}>{() => <Sweeps mailboxId={mailboxId} />}</Part>
    </>
  );
}

/** A mailbox that nothing can be compared with, or not yet, and why. */
function Words({ compared: { mode, latest } }: { compared: ComparedMailbox }) {
  const { t } = useTranslation('intake');
  const isOfSettings = useMay('settings:read');
  if (mode === null) return <p className={styles.words}>{t('mailboxes.smtp')}</p>;
  if (mode === 'observe')
    return (
      <p className={styles.words}>
        {t('mailboxes.observed')}{' '}
        {isOfSettings ? (
          <Link to="/settings/$section" params={{ section: 'mailboxes' }}>
            {t('mailboxes.toSettings')}
          </Link>
        ) : null}
      </p>
    );
  return latest === null ? <p className={styles.words}>{t('mailboxes.never')}</p> : null;
}

/** One mailbox: what lies in it, and what became of it. */
export function ComparedCard({ compared }: { compared: ComparedMailbox }) {
  const { t } = useTranslation('intake');
  const isWriter = useMay('intake:write');
  const { mailbox, mode, latest, whole } = compared;
  const sweep = useSweep(mailbox.id);
  const isRunning = latest?.is_running ?? false;
  return (
    <section className={styles.card} aria-label={mailbox.name}>
      <header>
        <h2>
          <Auto>{mailbox.name}</Auto>
        </h2>
        <span className={styles.words}>
          <Ltr>{mailbox.address}</Ltr>
        </span>
        {isWriter && mode !== null ? (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<RefreshCw size={15} aria-hidden />}
            loading={sweep.isPending}
            // Still there to be stood on: focus is not lost while it runs.
            data-disabled={isRunning || undefined}
            aria-disabled={isRunning || undefined}
            onClick={() => (isRunning ? undefined : sweep.mutate())}
          >
            {t(isRunning ? 'mailboxes.checking' : 'mailboxes.checkNow')}
          </Button>
        ) : null}
      </header>
      {isRunning && latest !== null ? <SweepProgress progress={latest.progress} /> : null}
      {latest === null ? null : <SweepTrouble sweep={latest} />}
      <Words compared={compared} />
      {whole === null || mode === null ? null : <Found whole={whole} mailboxId={mailbox.id} />}
    </section>
  );
}
