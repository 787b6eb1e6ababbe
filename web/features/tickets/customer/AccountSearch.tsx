import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Account, findAccounts } from '../../../../shared/accounts.ts';
import { call } from '../../../api.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import styles from './CustomerCard.module.css';

const typingMilliseconds = 180;

/** An account to choose, with enough to tell two of the same name apart. */
export function AccountChoice({
  account,
  onChoose,
}: {
  account: Account;
  onChoose: (account: Account) => void;
}) {
  return (
    <li>
      <button type="button" className={styles.choice} onClick={() => onChoose(account)}>
        <Auto>{account.company === null ? account.name : `${account.name} · ${account.company}`}</Auto>
        <small>
          {account.contacts.slice(0, 3).map((contact, index) => (
            <span key={contact.value}>
              {index === 0 ? null : ' · '}
              <Ltr>{contact.shown}</Ltr>
            </span>
          ))}
        </small>
      </button>
    </li>
  );
}

/** Finds a customer by any part of a name, company, address or phone. */
export function AccountSearch({ onChoose, label }: { onChoose: (account: Account) => void; label: string }) {
  const { t } = useTranslation('account');
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), typingMilliseconds);
  const query = useQuery({
    queryKey: ['account', 'find', typed],
    queryFn: ({ signal }) => call(findAccounts, { query: { q: typed }, signal }),
    enabled: typed !== '',
    placeholderData: keepPreviousData,
  });
  const found = typed === '' ? [] : (query.data?.items ?? []);
  return (
    <div className={styles.form}>
      <TextInput
        label={label}
        placeholder={t('search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={<Search size={15} aria-hidden />}
        maxLength={100}
        dir={dirOf(text)}
        type="search"
        autoComplete="off"
      />
      <div aria-live="polite">
        {typed !== '' && query.isSuccess && found.length === 0 ? (
          <p className={styles.muted}>{t('nothing')}</p>
        ) : null}
      </div>
      {found.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('choose')}>
          {found.map((account) => (
            <AccountChoice key={account.id} account={account} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </div>
  );
}
