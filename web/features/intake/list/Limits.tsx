import { useTranslation } from 'react-i18next';
import { ListLimits } from '../../../components/ListLimits.tsx';
import { usePlace } from '../../../components/place.ts';
import { date } from '../../../i18n/format.ts';
import type { IntakeSearch } from '../intake-search.ts';
import { useMailboxName } from '../mailboxes/compared-queries.ts';

const isolated = (text: string) => `\u2068${text}\u2069`;

/** What the rows are limited to besides the filters that are in sight, and the way to all of them. */
export function Limits({ search: { since, as, mailbox, day, ...others } }: { search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  const name = useMailboxName(mailbox);
  const said = [
    since === undefined ? null : t(`limits.${since}`),
    as === undefined ? null : t(`limits.${as}`),
    mailbox === undefined ? null : t('limits.mailbox', { name: isolated(name ?? '…') }),
    day === undefined
      ? null
      : t('limits.day', { day: isolated(date(new Date(`${day}T12:00:00Z`), { language, timeZone: 'UTC' })) }),
  ].filter((one) => one !== null);
  if (said.length === 0) return null;
  return (
    <ListLimits others={others} allLabel={t('limits.all')}>
      {said.join(' ')}
    </ListLimits>
  );
}
