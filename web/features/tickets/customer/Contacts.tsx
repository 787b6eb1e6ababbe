import { Mail, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../../shared/accounts.ts';
import { DialButton } from '../../../components/calls/DialButton.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { bouncedWords } from '../bounced-words.ts';
import { CopyButton } from '../CopyButton.tsx';
import styles from './CustomerCard.module.css';

type Contact = Account['contacts'][number];

/** One phone or address: a click calls or writes, a small button copies. */
export function ContactLine({ contact, ticketId }: { contact: Contact; ticketId?: string | undefined }) {
  const { t } = useTranslation('account');
  const isPhone = contact.kind === 'phone';
  const Icon = isPhone ? Phone : Mail;
  return (
    <li className={styles.contact}>
      <Icon size={14} aria-hidden />
      <a
        href={isPhone ? `tel:${contact.value}` : `mailto:${contact.value}`}
        title={t(isPhone ? 'call' : 'write', { value: contact.shown })}
      >
        <Ltr>{contact.shown}</Ltr>
      </a>
      {isPhone ? <DialButton phone={contact.value} shown={contact.shown} ticketId={ticketId} /> : null}
      <CopyButton text={contact.shown} label={t('copy', { value: contact.shown })} />
      {contact.bounced === null ? null : (
        <p className={styles.bounced} title={contact.bounced.said}>
          <Auto>
            {bouncedWords(contact.bounced, {
              alone: t('bouncedAlone'),
              because: (said) => t('bounced', { said }),
            })}
          </Auto>
        </p>
      )}
    </li>
  );
}

export function Contacts({ contacts, ticketId }: { contacts: readonly Contact[]; ticketId?: string }) {
  const { t } = useTranslation('account');
  if (contacts.length === 0) return <p className={styles.muted}>{t('noContacts')}</p>;
  return (
    <ul className={styles.list} aria-label={t('contacts')}>
      {contacts.map((contact) => (
        <ContactLine key={`${contact.kind} ${contact.value}`} contact={contact} ticketId={ticketId} />
      ))}
    </ul>
  );
}
