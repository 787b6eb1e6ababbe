import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { NotFound } from '../../components/NotFound.tsx';
import { usePageTitle } from '../../components/usePageTitle.ts';
import { ApiClientsPage } from './api-clients/ApiClientsPage.tsx';
import { ListsPage } from './lists/ListsPage.tsx';
import { MailboxesPage } from './mailboxes/MailboxesPage.tsx';
import { PhonePage } from './phone/PhonePage.tsx';
import { isSection, type Section } from './sections.ts';
import { TemplatesPage } from './templates/TemplatesPage.tsx';
import { UsersPage } from './users/UsersPage.tsx';

const pages = {
  lists: ListsPage,
  users: UsersPage,
  'api-clients': ApiClientsPage,
  mailboxes: MailboxesPage,
  phone: PhonePage,
  templates: TemplatesPage,
};

function Page({ section }: { section: Section }) {
  const { t } = useTranslation('settings');
  usePageTitle(t(`sections.${section}`));
  const Part = pages[section];
  return <Part />;
}

/** The part of the settings that the address names. */
export function SettingsSection() {
  const { section } = useParams({ from: '/signed-in/settings/$section' });
  return isSection(section) ? <Page section={section} /> : <NotFound isPart />;
}
