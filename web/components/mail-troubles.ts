import type { Mailbox } from '../../shared/mailboxes.ts';

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

interface Trouble {
  readonly mailbox: Mailbox;
  readonly kind: 'notRead' | 'notSent';
  readonly since: string;
  readonly problem: string;
}

/** What is said of mailboxes that are read or sent from in vain. A failure is heard of as it begins; that it lasts, only the clock says. */
export function troublesOf(mailboxes: readonly Mailbox[], now: Date): Trouble[] {
  const isOver = (since: string, problem: string) =>
    !passing.has(problem) || now.getTime() - Date.parse(since) > patienceMs;
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
