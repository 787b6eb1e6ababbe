import { NativeSelect, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { addressFrom, addressText, isAddress, type MailAddress } from './addresses.ts';
import styles from './Composer.module.css';

interface PeopleProps {
  label: string;
  people: readonly MailAddress[];
  isFocused?: boolean;
  onChange: (next: MailAddress[]) => void;
}

function PeopleField({ label, people, isFocused = false, onChange }: PeopleProps) {
  const { t } = useTranslation('sending');
  const wrong = people.find((one) => !isAddress(one));
  return (
    <div className={styles.field}>
      <TagsInput
        label={label}
        size="xs"
        dir="ltr"
        acceptValueOnBlur
        splitChars={[',', ';']}
        autoFocus={isFocused}
        value={people.map(addressText)}
        error={wrong === undefined ? null : t('recipients.wrong', { address: wrong.address })}
        onChange={(texts) => onChange(texts.map(addressFrom))}
      />
    </div>
  );
}

interface Mailbox {
  id: string;
  name: string;
  address: string;
}

interface Props {
  to: readonly MailAddress[];
  cc: readonly MailAddress[];
  mailboxes: readonly Mailbox[];
  mailboxId: string | null;
  onTo: (next: MailAddress[]) => void;
  onCc: (next: MailAddress[]) => void;
  onMailbox: (id: string) => void;
}

/** To whom, to whom else, and from which of our mailboxes. */
export function RecipientFields({ to, cc, mailboxes, mailboxId, onTo, onCc, onMailbox }: Props) {
  const { t } = useTranslation('tickets');
  return (
    <div className={styles.recipients}>
      <PeopleField label={t('reply.to')} people={to} isFocused={to.length === 0} onChange={onTo} />
      <PeopleField label={t('conversation.cc')} people={cc} onChange={onCc} />
      {mailboxes.length < 2 ? null : (
        <NativeSelect
          label={t('reply.from')}
          size="xs"
          value={mailboxId ?? mailboxes[0]?.id ?? ''}
          onChange={({ currentTarget: { value } }) => onMailbox(value)}
        >
          {mailboxes.map(({ id, name, address }) => (
            <option key={id} value={id}>
              {`${name} · \u2066${address}\u2069`}
            </option>
          ))}
        </NativeSelect>
      )}
    </div>
  );
}
