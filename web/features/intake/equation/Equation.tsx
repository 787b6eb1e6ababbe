import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ticketChannels } from '../../../../shared/tickets.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { problemText } from '../../../components/problem-text.ts';
import { number } from '../../../i18n/format.ts';
import type { IntakeSearch } from '../intake-search.ts';
import { useLedgerSums } from '../ledger-queries.ts';
import { usualPeriod } from '../period.ts';
import { balanceOf, type ChannelSum, summands } from './balance.ts';
import styles from './Equation.module.css';

/** The sentence that this product exists to be able to say. */
function Verdict({ channels }: { channels: readonly ChannelSum[] }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  const { pending, missing } = balanceOf(channels);
  const shown = (value: number) => `\u2066${number(value, language)}\u2069`;
  if (missing !== 0) {
    return (
      <p className={styles.verdict} data-tone="late">
        <CircleAlert size={15} aria-hidden /> {t('equation.missing', { shown: shown(missing) })}
      </p>
    );
  }
  if (pending > 0) {
    return (
      <p className={styles.verdict} data-tone="soon">
        <Hourglass size={15} aria-hidden /> {t('equation.awaiting', { shown: shown(pending) })}
      </p>
    );
  }
  return (
    <p className={styles.verdict} data-tone="good">
      <CircleCheck size={15} aria-hidden /> {t('equation.balanced')}
    </p>
  );
}

/** One channel: what came = what became of it. Each number leads to its rows. */
function ChannelLine({ sum, search }: { sum: ChannelSum; search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  const { channel } = sum;
  const whole: IntakeSearch = { channel, since: search.since ?? usualPeriod };
  // Tickets are said even when there are none: "412 = tickets 0" is news.
  const shown = summands.filter(({ name }) => name === 'tickets' || sum[name] > 0);
  return (
    <li className={styles.line}>
      <Link to="/intake" search={whole} className={styles.term} data-whole>
        {t(`channel.${channel}`)} <Ltr>{number(sum.total, language)}</Ltr>
      </Link>
      {shown.map(({ name, ...rows }, index) => (
        <span key={name} className={styles.part}>
          <span className={styles.sign}>{index === 0 ? '=' : '+'}</span>
          <Link to="/intake" search={{ ...whole, ...rows }} className={styles.term} data-name={name}>
            {t(`equation.${name}`)} <Ltr>{number(sum[name], language)}</Ltr>
          </Link>
        </span>
      ))}
    </li>
  );
}

/** What came in since the chosen day, by channel, and what became of every single thing. */
export function Equation({ search }: { search: IntakeSearch }) {
  const { t } = useTranslation(['intake', 'problems']);
  const query = useLedgerSums(search);
  if (query.data === undefined) {
    const words = query.isError ? problemText(t, query.error) : t('equation.counting');
    return (
      <p className={styles.words} role="status">
        {words}
      </p>
    );
  }
  const { channels: given } = query.data;
  const channels = ticketChannels.flatMap((one) => given.filter(({ channel }) => channel === one));
  if (channels.length === 0) return <p className={styles.words}>{t('equation.nothing')}</p>;
  return (
    <div className={styles.equation}>
      <ul className={styles.lines} aria-label={t('equation.label')}>
        {channels.map((sum) => (
          <ChannelLine key={sum.channel} sum={sum} search={search} />
        ))}
      </ul>
      <Verdict channels={channels} />
    </div>
  );
}
