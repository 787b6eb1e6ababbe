import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '../../../../shared/reconciliations.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { reasonText } from '../../../components/problem-text.ts';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { Time } from '../../../components/Time.tsx';
import { date, number } from '../../../i18n/format.ts';
import styles from './Compared.module.css';
import { sweepsQuery } from './compared-queries.ts';
import { Figure } from './MailboxEquation.tsx';
import { countsOf, explained, type MailCounts, mailSummands, sumOf } from './mailbox-sums.ts';

const mostDays = 30;

/** A table that scrolls sideways by itself where it must. */
export function Table({
  label,
  head,
  children,
}: {
  label: string;
  head: readonly string[];
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard (WCAG 2.1.1)
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** The columns that say something: tickets and replies always, the others where there is one. */
const columnsOf = (rows: readonly MailCounts[]) =>
  mailSummands.filter(
    ({ name }) => name === 'tickets' || name === 'replies' || rows.some((counts) => counts[name] > 0),
  );

/** What reached the mailbox on each of the last days, and what became of it. */
export function Days({ days, mailboxId }: { days: NonNullable<Reconciliation['days']>; mailboxId: string }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  const shown = days.slice(0, mostDays).map((day) => ({ day: day.day, counts: countsOf(day) }));
  const columns = columnsOf(shown.map(({ counts }) => counts));
  if (shown.length === 0) return <p className={styles.words}>{t('mailboxes.noDays')}</p>;
  const head = [t('mailboxes.day'), t('mailboxes.came'), ...columns.map(({ name }) => t(`equation.${name}`))];
  return (
    <Table label={t('mailboxes.days')} head={head}>
      {shown.map(({ day, counts }) => (
        <tr key={day}>
          <th scope="row">
            {/* A day of the calendar is the same everywhere. */}
            <Ltr>{date(new Date(`${day}T12:00:00Z`), { language, timeZone: 'UTC' })}</Ltr>
          </th>
          <td>
            <Figure value={explained(counts)} search={{ mailbox: mailboxId, day }} />
          </td>
          {columns.map(({ name, ...rows }) => (
            <td key={name}>
              <Figure value={counts[name]} search={{ mailbox: mailboxId, day, ...rows }} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

/** The equation of each folder that is read. */
export function Folders({ folders }: { folders: NonNullable<Reconciliation['folders']> }) {
  const { t } = useTranslation('intake');
  const columns = columnsOf(folders.map(countsOf));
  const hasHistory = folders.some(({ history }) => history > 0);
  const head = [
    t('mailboxes.folder'),
    t('mailboxes.present'),
    ...columns.map(({ name }) => t(`equation.${name}`)),
    ...(hasHistory ? [t('mailboxes.history')] : []),
    t('mailboxes.missing'),
  ];
  return (
    <Table label={t('mailboxes.folders')} head={head}>
      {folders.map((folder) => (
        <tr key={folder.path}>
          <th scope="row">
            <bdi>{folder.path}</bdi>
          </th>
          <td>
            <Figure value={folder.present} search={null} />
          </td>
          {columns.map(({ name }) => (
            <td key={name}>
              <Figure value={countsOf(folder)[name]} search={null} />
            </td>
          ))}
          {hasHistory ? (
            <td>
              <Figure value={folder.history} search={null} />
            </td>
          ) : null}
          <td>
            <Figure value={folder.missing} search={null} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function SweepRow({ sweep }: { sweep: Reconciliation }) {
  const { t } = useTranslation(['intake', 'problems']);
  const { language } = usePlace();
  const sum = sweep.folders === null ? null : sumOf(sweep.folders);
  const outcome = () => {
    if (sweep.problem !== null) return reasonText(t, sweep.problem);
    if (sum === null) return t(sweep.is_running ? 'mailboxes.checking' : 'mailboxes.broken');
    return t(sum.missing > 0 ? 'mailboxes.sweeps.short' : 'mailboxes.sweeps.whole');
  };
  return (
    <tr>
      <th scope="row">
        <Time at={sweep.started_at} shape="full" />
      </th>
      {(['present', 'takenIn', 'disappeared', 'missing'] as const).map((name) => (
        <td key={name}>{sum === null ? '–' : <Ltr>{number(sum[name], language)}</Ltr>}</td>
      ))}
      <td data-tone={sweep.problem !== null || (sum?.missing ?? 0) > 0 ? 'late' : undefined}>{outcome()}</td>
    </tr>
  );
}

/** The last thirty sweeps: a night without one shows. */
export function Sweeps({ mailboxId }: { mailboxId: string }) {
  const { t } = useTranslation('intake');
  const { data, error, refetch } = useQuery(sweepsQuery(mailboxId));
  if (data === undefined)
    return error === null ? (
      <Skeletons rows={3} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  const head = (['when', 'present', 'takenIn', 'disappeared', 'missing', 'outcome'] as const).map((name) =>
    t(`mailboxes.sweeps.${name}`),
  );
  return (
    <Table label={t('mailboxes.sweeps.title')} head={head}>
      {data.items.map((sweep) => (
        <SweepRow key={sweep.id} sweep={sweep} />
      ))}
    </Table>
  );
}

/** A part that is read only once it is wanted. */
export function Part({ title, children }: { title: string; children: () => ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.part} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen ? children() : null}
    </details>
  );
}
