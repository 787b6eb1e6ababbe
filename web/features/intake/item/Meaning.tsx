import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemTexts } from '../../../../shared/problem-texts.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import type { IntakeSearch } from '../intake-search.ts';
import type { IntakeItem } from '../ledger-queries.ts';
import { StateMark } from '../Marks.tsx';
import { errorMeaning, refusalOf, ruleOf } from '../refusal.ts';
import { mayRetry } from '../use-intake-actions.ts';
import styles from './Item.module.css';

/** Why a request was refused: our own codes in the reader's language, anything else as it was written. */
function RefusalWords({ reason }: { reason: string }) {
  const { t, i18n } = useTranslation('intake');
  const refusal = refusalOf(reason);
  if (refusal === null) {
    return (
      <p>
        {t('meaning.reason')} <Auto>{reason}</Auto>
      </p>
    );
  }
  const language = i18n.language === 'en' ? 'en' : 'he';
  return (
    <>
      <p>
        {t('meaning.reason')} {problemTexts[refusal.code][language]}
      </p>
      {refusal.fields.length === 0 ? null : (
        <ul className={styles.fields}>
          {refusal.fields.map(({ name, code }) => (
            <li key={name}>
              <code>
                <Ltr>{name}</Ltr>
              </code>{' '}
              — {problemTexts[code][language]}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Details({ item, search }: { item: IntakeItem; search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  if (item.ticket_number !== null) {
    const number = String(item.ticket_number);
    return (
      <Link to="/tickets/$number" params={{ number }} className={styles.link}>
        {t('meaning.toTicket')} <Ltr>#{number}</Ltr>
      </Link>
    );
  }
  if (item.duplicate_of !== null) {
    return (
      <Link to="/intake/$id" params={{ id: item.duplicate_of }} search={search} className={styles.link}>
        {t('meaning.toFirst')}
      </Link>
    );
  }
  if (item.error !== null) {
    const meaning = errorMeaning(item.error);
    return (
      <>
        {meaning === null ? null : <p>{t(`meaning.${meaning}`)}</p>}
        <p>{t('meaning.error')}</p>
        <pre className={styles.error} dir="ltr">
          {item.error}
        </pre>
      </>
    );
  }
  const rule = ruleOf(item.reason);
  if (rule !== null) return <p>{t(`rule.${rule}.why`)}</p>;
  return item.reason === null ? null : <RefusalWords reason={item.reason} />;
}

/** What the state of an item means, why it is in it, and what there is to do. */
export function Meaning({ item, search }: { item: IntakeItem; search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  const isByRule = ruleOf(item.reason) !== null;
  const byPerson = mayRetry(item) ? 'ignored' : 'ignoredApi';
  const ignored = isByRule ? 'ignoredByRule' : byPerson;
  const next = item.state === 'ignored' ? ignored : item.state;
  return (
    <div className={styles.meaning} data-state={item.state}>
      <StateMark state={item.state} />
      <p>{t(`meaning.${next}`)}</p>
      <Details item={item} search={search} />
    </div>
  );
}
