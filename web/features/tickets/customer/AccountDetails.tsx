import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountCard } from '../../../../shared/accounts.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { UserName } from '../../../components/UserName.tsx';
import styles from './CustomerCard.module.css';

/** Only web addresses become links: a text somebody sent may hold any other kind. */
function Website({ text }: { text: string }) {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return <Ltr>{text}</Ltr>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      <Ltr>{text}</Ltr>
    </a>
  );
}

/** What else is known of the customer; only what is known. */
export function AccountDetails({ account }: { account: AccountCard }) {
  const { t } = useTranslation('account');
  const place = [account.address, account.city].filter(Boolean).join(', ');
  const rows: [string, ReactNode][] = [];
  if (account.status_id !== null)
    rows.push([t('status'), <ListName key="s" list="account_statuses" id={account.status_id} />]);
  if (account.type_id !== null)
    rows.push([t('type'), <ListName key="t" list="account_types" id={account.type_id} />]);
  if (account.owner_id !== null) rows.push([t('owner'), <UserName key="o" id={account.owner_id} />]);
  if (place !== '') rows.push([t('address'), <Auto key="a">{place}</Auto>]);
  if (account.website !== null) rows.push([t('website'), <Website key="w" text={account.website} />]);
  if (rows.length === 0) return null;
  return (
    <dl className={styles.details}>
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
