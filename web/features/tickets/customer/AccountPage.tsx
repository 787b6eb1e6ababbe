import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountCard } from '../../../../shared/accounts.ts';
import { Time } from '../../../components/Time.tsx';
import { UnreadDetail } from '../../../components/UnreadDetail.tsx';
import { usePageTitle } from '../../../components/usePageTitle.ts';
import { AccountDetails } from './AccountDetails.tsx';
import { AccountForm } from './AccountForm.tsx';
import { AccountHead } from './AccountHead.tsx';
import { AccountNotes } from './AccountNotes.tsx';
import styles from './AccountPage.module.css';
import { accountQuery } from './account-queries.ts';
import { Contacts } from './Contacts.tsx';
import { CustomerCalls } from './CustomerCalls.tsx';
import { OtherTickets } from './OtherTickets.tsx';

/** So many are read at once; the calls page has all. */
const mostCalls = 100;

function Shown({ account }: { account: AccountCard }) {
  const { t } = useTranslation('account');
  const [isEdited, setEdited] = useState(false);
  usePageTitle(account.name);
  return (
    <>
      <h1>{t('title')}</h1>
      <section className={styles.card}>
        {isEdited ? (
          <AccountForm account={account} onDone={() => setEdited(false)} />
        ) : (
          <>
            <AccountHead account={account} onEdit={() => setEdited(true)} />
            <Contacts contacts={account.contacts} />
            <AccountDetails account={account} />
          </>
        )}
        <AccountNotes account={account} />
        <p className={styles.since}>
          {t('since')} <Time at={account.created_at} shape="full" />
        </p>
      </section>
      <div className={styles.card}>
        {account.tickets.length === 0 ? <p className={styles.since}>{t('noTickets')}</p> : null}
        <OtherTickets account={account} />
      </div>
      <div className={styles.card}>
        <CustomerCalls accountId={account.id} mostShown={mostCalls} empty={t('noCalls')} />
      </div>
    </>
  );
}

/** A customer: how to reach them, all that they asked and all that was spoken. */
export function AccountPage() {
  const { t } = useTranslation('account');
  const id = useParams({ strict: false }).id ?? '';
  const query = useQuery(accountQuery(id));
  return (
    <div className={styles.page}>
      {query.data === undefined ? (
        <UnreadDetail query={query} unknown={{ title: t('unknown'), text: t('unknownText') }} />
      ) : (
        <Shown key={id} account={query.data} />
      )}
    </div>
  );
}
