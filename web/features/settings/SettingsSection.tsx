import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../components/usePageTitle.ts';
import { ApiClientsPage } from './api-clients/ApiClientsPage.tsx';
import { ListsPage } from './lists/ListsPage.tsx';
import { MailboxesPage } from './mailboxes/MailboxesPage.tsx';
import { UsersPage } from './users/UsersPage.tsx';

const pages = { lists: ListsPage, users: UsersPage, 'api-clients': ApiClientsPage, mailboxes: MailboxesPage };

/** The part of the settings that the address names. */
export function SettingsSection() {
  const { t } = useTranslation('settings');
  const { section } = useParams({ from: '/signed-in/settings/$section' });
  usePageTitle(t(`sections.${section}`));
  const Page = pages[section];
  return <Page />;
}
