import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PhoneDay, PhoneReconciliation } from '../../../../shared/phone-reconciliations.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { date, number } from '../../../i18n/format.ts';
import equation from '../equation/Equation.module.css';
import { Table } from '../mailboxes/SweepTables.tsx';

const summands = ['calls', 'quarantined', 'taken_in', 'history'] as const;
type Figure = (typeof summands)[number] | 'exchange' | 'missing' | 'unbooked';
const mostDays = 60;

type Total = NonNullable<PhoneReconciliation['total']>;

/** What the exchange has = what is here; then what is missing. */
export function ExchangeEquation({ total }: { total: Total }) {
  const { t } = useTranslation('exchanges');
  const { language } = usePlace();
  const Icon = total.missing > 0 ? CircleAlert : CircleCheck;
  const shown = summands.filter((name) => name === 'calls' || total[name] > 0);
  return (
    <div className={equation.equation}>
      <div className={equation.line}>
        <span className={equation.term} data-whole data-plain>
          {t('whole')} <Ltr>{number(total.exchange, language)}</Ltr>
        </span>
        {shown.map((name, index) => (
          <span key={name} className={equation.part}>
            <span className={equation.sign}>{index === 0 ? '=' : '+'}</span>
            <span className={equation.term} data-plain>
              {t(name)} <Ltr>{number(total[name], language)}</Ltr>
            </span>
          </span>
        ))}
      </div>
      <p className={equation.verdict} data-tone={total.missing > 0 ? 'late' : 'good'}>
        <Icon size={15} aria-hidden /> {t('missing')} <Ltr>{number(total.missing, language)}</Ltr>
      </p>
    </div>
  );
}

/** The same of each day and queue. */
export function ExchangeDays({ days }: { days: readonly PhoneDay[] }) {
  const { t } = useTranslation('exchanges');
  const { language } = usePlace();
  const shown = days.slice(0, mostDays);
  const columns = summands.filter((name) => name === 'calls' || shown.some((day) => day[name] > 0));
  // What is here and not there stands beside the equation.
  const beside: Figure[] = shown.some((day) => day.unbooked > 0) ? ['unbooked'] : [];
  const figures: Figure[] = ['exchange', ...columns, 'missing', ...beside];
  const head = [t('day'), t('queue'), ...figures.map((name) => t(name === 'exchange' ? 'whole' : name))];
  return (
    <Table label={t('days')} head={head}>
      {shown.map((day) => (
        <tr key={`${day.day} ${day.queue}`}>
          <th scope="row">
            {day.day === null ? (
              t('unreadable')
            ) : (
              // A day of the calendar is the same everywhere.
              <Ltr>{date(new Date(`${day.day}T12:00:00Z`), { language, timeZone: 'UTC' })}</Ltr>
            )}
          </th>
          <td>{day.queue === null ? '–' : <bdi>{day.queue}</bdi>}</td>
          {figures.map((name) => (
            <td key={name}>
              <Ltr>{number(day[name], language)}</Ltr>
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
