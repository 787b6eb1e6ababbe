import { Button, FileButton, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { CircleAlert, PackageCheck, PhoneCall, RefreshCw, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedExchange, PhoneReconciliation } from '../../../../shared/phone-reconciliations.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { reasonText } from '../../../components/problem-text.ts';
import { Time } from '../../../components/Time.tsx';
import styles from '../mailboxes/Compared.module.css';
import { Part } from '../mailboxes/SweepTables.tsx';
import { ExchangeDays, ExchangeEquation } from './ExchangeEquation.tsx';
import { exchangesQuery, useComparison, useImport } from './exchange-queries.ts';

/** The button that asks the exchange, or takes its file. */
function Ask({ compared: { connection, records, latest } }: { compared: ComparedExchange }) {
  const { t } = useTranslation('exchanges');
  const [isWriter, isAdministrator] = [useMay('intake:write'), useMay('settings:write')];
  const comparison = useComparison(connection.id);
  const giving = useImport(connection.id);
  const isRunning = latest?.is_running ?? false;
  const common = {
    variant: 'default',
    size: 'compact-md',
    // Still there to be stood on: focus is not lost while it runs.
    'data-disabled': isRunning || undefined,
    'aria-disabled': isRunning || undefined,
  } as const;
  if (records === 'file')
    return isAdministrator ? (
      <FileButton
        accept=".csv,text/csv,text/plain"
        onChange={(file) => (file && !isRunning ? giving.mutate(file) : undefined)}
      >
        {({ onClick }) => (
          <Button
            {...common}
            leftSection={<Upload size={15} aria-hidden />}
            loading={giving.isPending}
            onClick={() => (isRunning ? undefined : onClick())}
          >
            {t(isRunning ? 'checking' : 'giveFile')}
          </Button>
        )}
      </FileButton>
    ) : null;
  return isWriter ? (
    <Button
      {...common}
      leftSection={<RefreshCw size={15} aria-hidden />}
      loading={comparison.isPending}
      onClick={() => (isRunning ? undefined : comparison.mutate())}
    >
      {t(isRunning ? 'checking' : 'checkNow')}
    </Button>
  ) : null;
}

/** How it stands with an Asterisk that is listened to. */
function Session({ session }: { session: NonNullable<ComparedExchange['session']> }) {
  const { t } = useTranslation(['exchanges', 'problems']);
  const words = session.is_connected
    ? t('session.connected')
    : `${t('session.away')} ${session.problem === null ? '' : reasonText(t, session.problem)}`;
  return (
    <p className={session.is_connected ? styles.words : styles.trouble}>
      {session.is_connected ? <PhoneCall size={15} aria-hidden /> : <CircleAlert size={16} aria-hidden />}{' '}
      <span>
        {words} · {t('session.since')} <Time at={session.since} />
      </span>
    </p>
  );
}

function Running({ progress }: Pick<PhoneReconciliation, 'progress'>) {
  const { t } = useTranslation('exchanges');
  const done = progress === null || progress.of === 0 ? 0 : (progress.done / progress.of) * 100;
  return (
    <div className={styles.progress}>
      <p role="status">{progress === null ? t('progress.waiting') : t('progress.done', progress)}</p>
      {/* Something is seen to be done from the first moment on. */}
      <Progress value={Math.max(done, 4)} animated size="sm" aria-label={t('progress.label')} />
    </div>
  );
}

/** Why the newest comparison has no result; nothing where it has, or is still at it. */
function Trouble({ run }: { run: PhoneReconciliation }) {
  const { t } = useTranslation(['exchanges', 'problems']);
  const isBroken = run.ended_at === null && !run.is_running;
  if (run.problem === null && !isBroken) return null;
  return (
    <p className={styles.trouble}>
      <CircleAlert size={16} aria-hidden />
      <span>
        {t('failed')} <Time at={run.started_at} />:{' '}
        {run.problem === null ? t('broken') : reasonText(t, run.problem)}
      </span>
    </p>
  );
}

/** The last comparison that could be finished, whatever came after it. */
function Found({ whole, id }: { whole: PhoneReconciliation; id: string }) {
  const { t } = useTranslation('exchanges');
  if (whole.total === null) return null;
  const { taken_now: taken, unbooked } = whole.total;
  const of = { connectionId: id, run: whole };
  return (
    <>
      <ExchangeEquation total={whole.total} of={of} />
      {taken + unbooked === 0 ? null : (
        <ul className={styles.finds}>
          {taken === 0 ? null : (
            <li data-tone="good">
              <PackageCheck size={16} aria-hidden /> {t('takenNow', { count: taken })}
            </li>
          )}
          {unbooked === 0 ? null : (
            <li>
              <CircleAlert size={16} aria-hidden />
              <span>
                {t('unbookedNow', { count: unbooked })}{' '}
                <Link to="/calls" search={{ show: 'unbooked', connection: id } as never}>
                  {t('toUnbooked')}
                </Link>
              </span>
            </li>
          )}
        </ul>
      )}
      <p className={styles.words}>
        {t('last')} <Time at={whole.ended_at ?? whole.started_at} />
        {whole.source === 'log' ? ` · ${t('nightly')}` : ''}
      </p>
      <Part title={t('days')}>{() => <ExchangeDays days={whole.days ?? []} of={of} />}</Part>
    </>
  );
}

/** One exchange: which calls its own books have, and what became of them. */
function ExchangeCard({ compared }: { compared: ComparedExchange }) {
  const { t } = useTranslation('exchanges');
  const { connection, records, session, latest, whole } = compared;
  const isRunning = latest?.is_running ?? false;
  return (
    <section className={styles.card} aria-label={connection.name}>
      <header>
        <h2>
          <Auto>{connection.name}</Auto>
        </h2>
        {records === null ? null : <Ask compared={compared} />}
      </header>
      {session === null ? null : <Session session={session} />}
      {isRunning && latest !== null ? <Running progress={latest.progress} /> : null}
      {latest === null ? null : <Trouble run={latest} />}
      {records === null ? <p className={styles.words}>{t('noRecords')}</p> : null}
      {records !== null && latest === null ? (
        <p className={styles.words}>{t(records === 'log' ? 'never' : 'neverFile')}</p>
      ) : null}
      {whole === null ? null : <Found whole={whole} id={connection.id} />}
    </section>
  );
}

/** The exchanges against our calls; nothing where there is none. */
export function ComparedExchanges() {
  const { t } = useTranslation('exchanges');
  const { data } = useQuery(exchangesQuery);
  const shown = data?.items.filter(({ connection, whole }) => connection.is_active || whole !== null) ?? [];
  const head = useRef<HTMLElement>(null);
  const isLedHere = useRouterState({ select: ({ location: { hash } }) => hash === 'exchanges' });
  // Whoever asked for the exchanges sees them first, once they are there.
  const isThere = data !== undefined;
  useEffect(() => {
    if (isLedHere && isThere) head.current?.scrollIntoView();
  }, [isLedHere, isThere]);
  if (shown.length === 0) return null;
  return (
    <>
      <header ref={head} className={styles.head} id="exchanges">
        <h2>{t('title')}</h2>
        <p className={styles.words}>{t('intro')}</p>
      </header>
      {shown.map((compared) => (
        <ExchangeCard key={compared.connection.id} compared={compared} />
      ))}
    </>
  );
}
