import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { number } from '../../../i18n/format.ts';
import equation from '../equation/Equation.module.css';
import type { IntakeSearch } from '../intake-search.ts';
import { type MailboxSum, mailSummands } from './mailbox-sums.ts';

/** A number that leads to its rows of the ledger; nothing leads nowhere. */
export function Figure({ value, search }: { value: number; search: IntakeSearch | null }) {
  const { language } = usePlace();
  const shown = <Ltr>{number(value, language)}</Ltr>;
  if (search === null || value === 0) return shown;
  return (
    <Link to="/intake" search={search}>
      {shown}
    </Link>
  );
}

function Verdict({ sum: { missing, pending } }: { sum: MailboxSum }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  const Icon = missing > 0 ? CircleAlert : pending > 0 ? Hourglass : CircleCheck;
  return (
    <p className={equation.verdict} data-tone={missing > 0 ? 'late' : pending > 0 ? 'soon' : 'good'}>
      <Icon size={15} aria-hidden /> {t('mailboxes.missing')} <Ltr>{number(missing, language)}</Ltr>
    </p>
  );
}

/** What lies in the mailbox = what became of it; then what is missing. */
export function MailboxEquation({ sum, mailboxId }: { sum: MailboxSum; mailboxId: string }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  // Tickets are said even when there are none: "412 = tickets 0" is news.
  const shown = mailSummands.filter(({ name }) => name === 'tickets' || sum[name] > 0);
  return (
    <div className={equation.equation}>
      <div className={equation.line}>
        <Link to="/intake" search={{ mailbox: mailboxId }} className={equation.term} data-whole>
          {t('mailboxes.whole')} <Ltr>{number(sum.present, language)}</Ltr>
        </Link>
        {shown.map(({ name, ...rows }, index) => (
          <span key={name} className={equation.part}>
            <span className={equation.sign}>{index === 0 ? '=' : '+'}</span>
            <Link
              to="/intake"
              search={{ mailbox: mailboxId, ...rows }}
              className={equation.term}
              data-name={name}
            >
              {t(`equation.${name}`)} <Ltr>{number(sum[name], language)}</Ltr>
            </Link>
          </span>
        ))}
        {sum.history === 0 ? null : (
          <span className={equation.part}>
            <span className={equation.sign}>+</span>
            <span className={equation.term} data-plain>
              {t('mailboxes.history')} <Ltr>{number(sum.history, language)}</Ltr>
            </span>
          </span>
        )}
      </div>
      <Verdict sum={sum} />
    </div>
  );
}
