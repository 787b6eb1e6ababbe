import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listNames } from '../../../../shared/lists.ts';
import { listsQuery } from '../../../api-queries.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { ListCard } from './ListCard.tsx';
import styles from './Lists.module.css';

/** The five lists that the business shapes. */
export function ListsPage() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useQuery(listsQuery);
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeletons />;
  return (
    <>
      <p className={styles.intro}>{t('lists.intro')}</p>
      <div className={styles.cards}>
        {listNames.map((list) => (
          <ListCard key={list} list={list} lists={data} />
        ))}
      </div>
    </>
  );
}
