import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneDay, PhoneReconciliation } from '../../../../shared/phone-reconciliations.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { date, number } from '../../../i18n/format.ts';
import equation from '../equation/Equation.module.css';
import { Table } from '../mailboxes/SweepTables.tsx';
import { type Counted, callsBehind, type Figure, summands } from './figures.ts';

const mostDays = 60;

type Total = NonNullable<PhoneReconciliation['total']>;

/** The exchange and the comparison whose figures they are. */
type Compared = Pick<Counted, 'connectionId' | 'run'>;

interface TermProps {
  name: Figure;
  counted: Counted;
  children: ReactNode;
}

/** A term of the equation: a link to its calls, where it has some here. */
function Term({ name, counted, children }: TermProps) {
  const link = callsBehind(name, counted);
  const whole = { 'data-whole': name === 'exchange' || undefined };
  if (link === null)
    return (
      <span className={equation.term} {...whole} data-plain>
        {children}
      </span>
    );
  return (
    <Link {...link} className={equation.term} {...whole}>
      {children}
    </Link>
  );
}

/** What the exchange has = what is here; then what is missing. */
export function ExchangeEquation({ total, of }: { total: Total; of: Compared }) {
  const counted = { ...of, counts: total };
  const { t } = useTranslation('exchanges');
  const { language } = usePlace();
  const Icon = total.missing > 0 ? CircleAlert : CircleCheck;
  const shown = summands.filter((name) => name === 'calls' || total[name] > 0);
  return (
    <div className={equation.equation}>
      <div className={equation.line}>
        <Term name="exchange" counted={counted}>
          {t('whole')} <Ltr>{number(total.exchange, language)}</Ltr>
        </Term>
        {shown.map((name, index) => (
          <span key={name} className={equation.part}>
            <span className={equation.sign}>{index === 0 ? '=' : '+'}</span>
            <Term name={name} counted={counted}>
              {t(name)} <Ltr>{number(total[name], language)}</Ltr>
            </Term>
          </span>
        ))}
      </div>
      <p className={equation.verdict} data-tone={total.missing > 0 ? 'late' : 'good'}>
        <Icon size={15} aria-hidden /> {t('missing')} <Ltr>{number(total.missing, language)}</Ltr>
      </p>
    </div>
  );
}

function DayFigure({ name, counted }: Omit<TermProps, 'children'>) {
  const { language } = usePlace();
  const shown = <Ltr>{number(counted.counts[name], language)}</Ltr>;
  const link = callsBehind(name, counted);
  return link === null ? shown : <Link {...link}>{shown}</Link>;
}

/** The same of each day and queue. */
export function ExchangeDays({ days, of }: { days: readonly PhoneDay[]; of: Compared }) {
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
              <DayFigure name={name} counted={{ ...of, day, counts: day }} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
