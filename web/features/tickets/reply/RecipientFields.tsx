import { NativeSelect, TagsInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressFrom, addressText, isAddress, type MailAddress } from './addresses.ts';
import styles from './Composer.module.css';

interface PeopleProps {
  known: readonly MailAddress[];
  label: string;
  people: readonly MailAddress[];
  isFocused?: boolean;
  onChange: (next: MailAddress[]) => void;
}

function PeopleField({ label, people, known, isFocused = false, onChange }: PeopleProps) {
  const { t } = useTranslation('sending');
  const wrong = people.find((one) => !isAddress(one));
  const input = useRef<HTMLInputElement>(null);
  const [search, setSearch] = useState('');
  const [isOpen, setOpen] = useState(false);
  const texts = known.map(addressText);
  const wanted = search.trim().toLowerCase();
  const isFound = texts.some((text) => text.toLowerCase().includes(wanted));
  useEffect(() => {
    if (isFocused) input.current?.focus();
  }, [isFocused]);
  return (
    <TagsInput
      ref={input}
      classNames={{ root: styles.field ?? '' }}
      label={label}
      size="xs"
      dir="ltr"
      acceptValueOnBlur
      splitChars={[',', ';']}
      data={texts}
      comboboxProps={{ withinPortal: false }}
      searchValue={search}
      onSearchChange={setSearch}
      // A list of nothing is not opened: the field would name what is not there.
      dropdownOpened={isOpen && isFound}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      value={people.map(addressText)}
      error={wrong === undefined ? null : t('recipients.wrong', { address: wrong.address })}
      onChange={(texts) => onChange(texts.map(addressFrom))}
    />
  );
}

interface Mailbox {
  id: string;
  name: string;
  address: string;
}

interface Props {
  /** Whom the fields suggest. */
  known: readonly MailAddress[];
  /** The keyboard goes to the recipients first. */
  isFocused: boolean;
  to: readonly MailAddress[];
  cc: readonly MailAddress[];
  mailboxes: readonly Mailbox[];
  mailboxId: string | null;
  onTo: (next: MailAddress[]) => void;
  onCc: (next: MailAddress[]) => void;
  onMailbox: (id: string) => void;
}

/** To whom, to whom else, and from which of our mailboxes. */
export function RecipientFields({
  known,
  isFocused,
  to,
  cc,
  mailboxes,
  mailboxId,
  onTo,
  onCc,
  onMailbox,
}: Props) {
  const { t } = useTranslation('tickets');
  return (
    <div className={styles.recipients}>
      <PeopleField known={known} label={t('reply.to')} people={to} isFocused={isFocused} onChange={onTo} />
      <PeopleField known={known} label={t('conversation.cc')} people={cc} onChange={onCc} />
      {mailboxes.length < 2 ? null : (
        <NativeSelect
          classNames={{ root: styles.field ?? '' }}
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
