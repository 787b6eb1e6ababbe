import { ActionIcon, TextInput } from '@mantine/core';
import { Check, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits, type Ticket } from '../../../../shared/tickets.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { SubjectText } from '../SubjectText.tsx';
import { useMayChange } from '../use-may-change.ts';
import { useTicketChanges } from '../use-ticket-changes.ts';
import styles from './TicketHeader.module.css';

function SubjectForm({ ticket, onDone }: { ticket: Ticket; onDone: () => void }) {
  const { t } = useTranslation('tickets');
  const { change } = useTicketChanges();
  const [text, setText] = useState(ticket.subject);
  const save = () => {
    const subject = text.trim();
    if (subject === '') return;
    onDone();
    if (subject !== ticket.subject)
      void change(ticket, { subject }, t('toast.subject', { number: ticket.number }));
  };
  return (
    <form
      className={styles.subjectForm}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.code === 'Escape') onDone();
      }}
    >
      <TextInput
        aria-label={t('fields.subject')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={limits.subject}
        dir={dirOf(text)}
        data-autofocus
        autoFocus
        className={styles.subjectInput}
      />
      <ActionIcon
        type="submit"
        variant="filled"
        size={34}
        aria-label={t('page.saveSubject')}
        disabled={text.trim() === ''}
      >
        <Check size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={34} aria-label={t('page.cancel')} onClick={onDone}>
        <X size={16} />
      </ActionIcon>
    </form>
  );
}

/** The ticket's subject, the page's heading; changed in its place. */
export function Subject({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const mayWrite = useMayChange(ticket);
  const [isEditing, setEditing] = useState(false);
  if (isEditing) {
    return (
      <>
        <h1 className="visually-hidden">
          <SubjectText subject={ticket.subject} />
        </h1>
        <SubjectForm ticket={ticket} onDone={() => setEditing(false)} />
      </>
    );
  }
  return (
    <div className={styles.subject}>
      <h1 tabIndex={-1}>
        <SubjectText subject={ticket.subject} />
      </h1>
      {mayWrite ? (
        <button
          type="button"
          className={styles.quiet}
          aria-label={t('page.editSubject')}
          title={t('page.editSubject')}
          onClick={() => setEditing(true)}
        >
          <Pencil size={14} aria-hidden />
        </button>
      ) : null}
    </div>
  );
}
