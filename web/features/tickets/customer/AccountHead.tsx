import { ActionIcon, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EllipsisVertical, Pencil, Repeat2, Unlink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AccountCard } from '../../../../shared/accounts.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { useTicketChanges } from '../use-ticket-changes.ts';
import styles from './CustomerCard.module.css';

/** Whose ticket it is can be said anew. */
function TicketMenu({ page, onChange }: { page: TicketPage; onChange: () => void }) {
  const { t } = useTranslation(['account', 'tickets']);
  const { change } = useTicketChanges();
  const unlink = () => {
    void change(
      page.ticket,
      { account_id: null },
      t('tickets:toast.account', { number: page.ticket.number }),
    );
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('change')} title={t('change')}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Repeat2 size={15} aria-hidden />} onClick={onChange}>
          {t('change')}
        </Menu.Item>
        <Menu.Item leftSection={<Unlink size={15} aria-hidden />} onClick={unlink}>
          {t('unlink')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface Props {
  account: AccountCard;
  onEdit: () => void;
  /** The ticket that the card stands beside; without one it is the customer's own page. */
  beside?: { page: TicketPage; onChange: () => void };
}

/** Who the customer is; changing them, or saying that it is somebody else. */
export function AccountHead({ account, onEdit, beside }: Props) {
  const { t } = useTranslation('account');
  const mayLink = useMay('tickets:write');
  const mayEdit = useMay('accounts:write');
  return (
    <div className={styles.head}>
      <div className={styles.names}>
        <h2 className={styles.name}>
          {beside ? (
            <Link to="/accounts/$id" params={{ id: account.id }} className={styles.own} title={t('ownPage')}>
              <Auto>{account.name}</Auto>
            </Link>
          ) : (
            <Auto>{account.name}</Auto>
          )}
        </h2>
        {account.company === null ? null : (
          <p className={styles.muted}>
            <Auto>{account.company}</Auto>
          </p>
        )}
      </div>
      {mayEdit ? (
        <ActionIcon variant="subtle" color="gray" aria-label={t('edit')} title={t('edit')} onClick={onEdit}>
          <Pencil size={15} aria-hidden />
        </ActionIcon>
      ) : null}
      {beside && mayLink ? <TicketMenu {...beside} /> : null}
    </div>
  );
}
