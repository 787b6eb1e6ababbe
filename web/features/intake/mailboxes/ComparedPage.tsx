import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight, Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { NothingYet } from '../../../components/NothingYet.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { usePageTitle } from '../../../components/usePageTitle.ts';
import { ComparedExchanges } from '../exchanges/ExchangeCard.tsx';
import { useLedgerRefresh } from '../use-ledger-refresh.ts';
import styles from './Compared.module.css';
import { ComparedCard } from './ComparedCard.tsx';
import { comparedQuery } from './compared-queries.ts';

function NoMailboxes() {
  const { t } = useTranslation('intake');
  return (
    <NothingYet
      icon={Mail}
      title={t('mailboxes.none.title')}
      text={t('mailboxes.none.text')}
      section="mailboxes"
      step={t('empty.all.step')}
    />
  );
}

function Cards() {
  const { data, error, refetch } = useQuery(comparedQuery);
  if (data === undefined)
    return error === null ? <Skeletons /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  const shown = data.items.filter(({ mailbox, mode }) => mailbox.is_active || mode !== null);
  if (shown.length === 0) return <NoMailboxes />;
  return shown.map((compared) => <ComparedCard key={compared.mailbox.id} compared={compared} />);
}

/** The mailboxes against the ledger: whether everything that lies in them is here. */
export function ComparedPage() {
  const { t } = useTranslation('intake');
  useLedgerRefresh();
  usePageTitle(t('mailboxes.title'));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link to="/intake" className={styles.back}>
          <ArrowRight size={16} aria-hidden className={styles.backIcon} /> {t('item.back')}
        </Link>
        <h1>{t('mailboxes.title')}</h1>
        <p className={styles.words}>{t('mailboxes.intro')}</p>
      </header>
      <Cards />
      <ComparedExchanges />
    </div>
  );
}
