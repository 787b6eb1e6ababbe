import type { FolderAccount, Reconciliation } from '../../../../shared/reconciliations.ts';
import { type SummandName, summands } from '../equation/balance.ts';

export type Day = NonNullable<Reconciliation['days']>[number];
/** The summands of the ledger that a mail can be; a mail is never rejected. */
export type MailSummand = Exclude<SummandName, 'rejected'>;
export type MailCounts = Readonly<Record<MailSummand, number>>;

export const mailSummands = summands.filter(
  (one): one is Exclude<typeof one, { name: 'rejected' }> => one.name !== 'rejected',
);

export interface MailboxSum extends MailCounts {
  readonly present: number;
  readonly history: number;
  readonly missing: number;
  readonly takenIn: number;
  readonly disappeared: number;
}

/** The names of the sweep as those of the ledger. */
export function countsOf(given: Pick<FolderAccount, keyof Omit<Day, 'day'>>): MailCounts {
  const { tickets, replies, duplicates: duplicate, ignored, quarantined, pending } = given;
  return { tickets, replies, duplicate, ignored, quarantined, pending };
}

/** How many mails a day or a folder explains. */
export function explained(counts: MailCounts): number {
  return mailSummands.reduce((sum, { name }) => sum + counts[name], 0);
}

/** All folders together. */
export function sumOf(folders: readonly FolderAccount[]): MailboxSum {
  const of = (value: (folder: FolderAccount) => number) =>
    folders.reduce((sum, folder) => sum + value(folder), 0);
  const counts = mailSummands.map(({ name }) => [name, of((folder) => countsOf(folder)[name])] as const);
  return {
    ...(Object.fromEntries(counts) as MailCounts),
    present: of(({ present }) => present),
    history: of(({ history }) => history),
    missing: of(({ missing }) => missing),
    takenIn: of(({ taken_in }) => taken_in),
    disappeared: of(({ disappeared }) => disappeared),
  };
}
