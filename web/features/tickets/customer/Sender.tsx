import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../../../shared/tickets.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { ContactLine } from './Contacts.tsx';
import styles from './CustomerCard.module.css';

/** The name, phone and address that came with a ticket of an unknown customer. */
export function Sender({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('account');
  const { sender, phone, email } = ticket;
  if (sender === null && phone === null && email === null) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>{t('sender')}</h3>
      {sender === null || sender === email || sender === phone ? null : <Auto>{sender}</Auto>}
      <ul className={styles.list}>
        {phone === null ? null : (
          <ContactLine
            contact={{ kind: 'phone', value: phone, shown: phone, bounced: null }}
            ticketId={ticket.id}
          />
        )}
        {email === null ? null : (
          <ContactLine
            contact={{ kind: 'email', value: email, shown: email, bounced: null }}
            ticketId={ticket.id}
          />
        )}
      </ul>
    </section>
  );
}
