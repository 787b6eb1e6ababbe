import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Mailbox } from '../../shared/mailboxes.ts';
import { mailboxesQuery, useMay } from '../api-queries.ts';
import { Auto } from './Isolates.tsx';
import styles from './MailAlarm.module.css';
import { reasonText } from './problem-text.ts';
import { Time } from './Time.tsx';

/** A server that is away for a moment is nobody's concern; longer than this it is. */
const patienceMs = 2 * 60_000;
/** These pass by themselves; all others need a person, at once. */
const passing = new Set([
  'imap_timeout',
  'imap_cut',
  'imap_busy',
  'imap_refused',
  'imap_no_host',
  'smtp_timeout',
  'smtp_failed',
  'smtp_unreachable',
  'smtp_no_host',
  'oauth_unavailable',
]);
/** How often it is looked whether the patience is over. */
const lookMs = 30_000;

interface Trouble {
  readonly mailbox: Mailbox;
  readonly kind: 'notRead' | 'notSent';
  readonly since: string;
  readonly problem: string;
}

function troublesOf(mailboxes: readonly Mailbox[]): Trouble[] {
  const isOver = (since: string, problem: string) =>
    !passing.has(problem) || Date.now() - Date.parse(since) > patienceMs;
  return mailboxes
    .filter(({ is_active }) => is_active)
    .flatMap((mailbox) =>
      (['connection', 'sender'] as const).flatMap((part) => {
        const { failing_since: since = null, problem = null } = mailbox[part] ?? {};
        if (since === null || problem === null || !isOver(since, problem)) return [];
        return [
          {
            mailbox,
            kind: part === 'connection' ? ('notRead' as const) : ('notSent' as const),
            since,
            problem,
          },
        ];
      }),
    );
}

function Troubles() {
  const { t } = useTranslation('mail');
  const { data } = useQuery({ ...mailboxesQuery, refetchInterval: lookMs });
  const troubles = troublesOf(data?.items ?? []);
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
