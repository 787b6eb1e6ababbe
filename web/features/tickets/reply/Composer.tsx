import { Button, Textarea } from '@mantine/core';
import { ArrowLeft, Lock, MailX, Send } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../../../shared/tickets.ts';
import { useLists } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import { useKeys } from '../../../components/useKeys.ts';
import { bouncedWords } from '../bounced-words.ts';
import styles from './Composer.module.css';
import type { Writing, WritingKind } from './use-writing.ts';

const most = 200_000;
const kinds = ['reply', 'note'] as const;

/** From whom to whom a reply will go, or why it can't. */
function Way({ kind, ticket }: { kind: WritingKind; ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const { from, to, bounced } = ticket.reply_target;
  if (kind === 'note') {
    return (
      <p className={styles.way}>
        <Lock size={13} aria-hidden /> {t('reply.noteGoes')}
      </p>
    );
  }
  if (from === null || to === null) {
    return (
      <p className={styles.way} data-blocked>
        {t(to === null ? 'reply.noRecipient' : 'reply.noSender')}
      </p>
    );
  }
  return (
    <>
      <p className={styles.way}>
        {t('reply.from')} <Ltr>{from.address}</Ltr>
        <ArrowLeft size={13} aria-hidden className={styles.arrow} />
        {t('reply.to')} <strong>{to.name === '' ? null : <bdi>{to.name}</bdi>}</strong>{' '}
        <Ltr>{to.address}</Ltr>
      </p>
      {bounced === null ? null : (
        <p className={styles.way} data-bounced>
          <MailX size={13} aria-hidden />{' '}
          <Auto>
            {bouncedWords(bounced, {
              alone: t('reply.bouncedAlone'),
              because: (said) => t('reply.bounced', { said }),
            })}
          </Auto>
        </p>
      )}
    </>
  );
}

interface TabsProps {
  kind: WritingKind;
  writing: Writing;
  onOpen: (kind: WritingKind) => void;
}

function Tabs({ kind, writing, onOpen }: TabsProps) {
  const { t } = useTranslation('tickets');
  return (
    <div className={styles.tabs} role="tablist" aria-label={t('reply.label')}>
      {kinds.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`writing-${one}`}
          aria-selected={kind === one}
          aria-controls="writing"
          className={styles.tab}
          onClick={() => onOpen(one)}
        >
          {t(`reply.${one}`)}
          {one !== kind && writing.drafts[one].text !== '' ? (
            <span
              className={styles.dot}
              role="img"
              aria-label={t('reply.draftKept')}
              title={t('reply.draftKept')}
            />
          ) : null}
        </button>
      ))}
    </div>
  );
}

interface ActionsProps {
  kind: WritingKind;
  isDisabled: boolean;
  onSend: (status?: string) => void;
}

function Actions({ kind, isDisabled, onSend }: ActionsProps) {
  const { t } = useTranslation('tickets');
  const closed = useLists()?.statuses.find((status) => status.type === 'closed' && status.is_active);
  if (kind === 'note') {
    return (
      <div className={styles.actions}>
        <small className={styles.keys}>{t('reply.noteKeys')}</small>
        <Button
          size="compact-md"
          className={styles.saveNote}
          disabled={isDisabled}
          onClick={() => onSend()}
          leftSection={<Lock size={14} aria-hidden />}
        >
          {t('reply.saveNote')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      <small className={styles.keys}>{t('reply.keys')}</small>
      {closed === undefined ? null : (
        <Button size="compact-md" variant="default" disabled={isDisabled} onClick={() => onSend(closed.id)}>
          {t('reply.sendAndClose')}
        </Button>
      )}
      <Button
        size="compact-md"
        disabled={isDisabled}
        onClick={() => onSend()}
        leftSection={<Send size={14} aria-hidden className="icon-direction" />}
      >
        {t('reply.send')}
      </Button>
    </div>
  );
}

function useTab(writing: Writing, canReply: boolean) {
  const { t } = useTranslation('tickets');
  const box = useRef<HTMLTextAreaElement>(null);
  const isNoteBegun = writing.drafts.reply.text === '' && writing.drafts.note.text !== '';
  const [kind, setKind] = useState<WritingKind>(isNoteBegun || !canReply ? 'note' : 'reply');
  const open = (next: WritingKind) => {
    setKind(next);
    // After the box has changed its ground and words; the same element stays.
    requestAnimationFrame(() => box.current?.focus());
  };
  useKeys([
    { code: 'KeyR', label: t('keys.reply'), run: () => open('reply') },
    { code: 'KeyN', label: t('keys.note'), run: () => open('note') },
  ]);
  return { box, kind, open };
}

/** The reply and the inner note at the foot of a ticket. Two tabs, two grounds, two buttons: never mistaken for each other. */
export function Composer({ ticket, writing }: { ticket: Ticket; writing: Writing }) {
  const { t } = useTranslation('tickets');
  const { from, to } = ticket.reply_target;
  const canReply = from !== null && to !== null;
  const { box, kind, open } = useTab(writing, canReply);
  const { text, write } = writing.drafts[kind];
  const isBlocked = kind === 'reply' && !canReply;
  const cannotSend = isBlocked || text.trim() === '' || writing.pending !== null;
  const send = (status?: string) => {
    if (!cannotSend) void writing.send(kind, status);
  };
  const words = t(kind === 'note' ? 'reply.notePlaceholder' : 'reply.placeholder');
  return (
    <section
      className={styles.composer}
      data-kind={kind}
      data-empty={text === '' || undefined}
      aria-label={t('reply.label')}
    >
      <Tabs kind={kind} writing={writing} onOpen={open} />
      <div id="writing" role="tabpanel" aria-labelledby={`writing-${kind}`} className={styles.panel}>
        <Way kind={kind} ticket={ticket} />
        <Textarea
          ref={box}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.code === 'Escape') event.currentTarget.blur();
            if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            send();
          }}
          aria-label={words}
          placeholder={words}
          maxLength={most}
          autosize
          minRows={2}
          maxRows={14}
          dir={dirOf(text)}
          disabled={isBlocked}
          classNames={{ input: styles.input ?? '' }}
        />
        <Actions kind={kind} isDisabled={cannotSend} onSend={send} />
      </div>
    </section>
  );
}
