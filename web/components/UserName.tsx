import { useTranslation } from 'react-i18next';
import { useLists } from '../api-queries.ts';
import { Auto } from './Isolates.tsx';

/** A user by id; "nobody" for null. */
export function UserName({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const lists = useLists();
  if (id === null) return <>{t('nobody')}</>;
  const found = lists?.users.find((user) => user.id === id);
  return found === undefined ? <>…</> : <Auto>{found.name}</Auto>;
}
