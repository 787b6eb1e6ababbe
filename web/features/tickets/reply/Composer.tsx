import { Button, Textarea } from '@mantine/core';
import { ArrowLeft, Lock, Send } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../../../shared/tickets.ts';
import { useLists } from '../../../api-queries.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { useKeys } from '../../../components/useKeys.ts';
import styles from './Composer.module.css';
import type { Writing, WritingKind } from './use-writing.ts';

const most = 200_000;

/** From whom to whom a reply will go, or why it can't. */
function Way({ kind, ticket }: { kind: WritingKind; ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const { from, to } = ticket.reply_target;
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
    <p className={styles.way}>
      {t('reply.from')} <Ltr>{from.address}</Ltr>
      <ArrowLeft size={13} aria-hidden className={styles.arrow} />
      {t('reply.to')} <strong>{to.name === '' ? null : <bdi>{to.name}</bdi>}</strong> <Ltr>{to.address}</Ltr>
    </p>
  );
}

function useFocusOn(kind: WritingKind, setKind: (kind: WritingKind) => void) {
  const box = useRef<HTMLTextAreaElement>(null);
  const open = (next: WritingKind) => {
    setKind(next);
    // After the box has changed its ground and words; the same element stays.
    requestAnimationFrame(() => box.current?.focus());
  };
  return { box, open, kind };
}

/** The reply and the inner note at the foot of a ticket. Two tabs, two grounds, two buttons: never mistaken for each other. */
export function Composer({ ticket, writing }: { ticket: Ticket; writing: Writing }) {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const canReply = ticket.reply_target.from !== null && ticket.reply_target.to !== null;
  const [kind, setKind] = useState<WritingKind>(() =>
    canReply && writing.drafts.reply.text === '' && writing.drafts.note.text !== '' ? 'note' : 'reply',
  );
  const { box, open } = useFocusOn(kind, setKind);
  const { text, write } = writing.drafts[kind];
  useKeys([
    { code: 'KeyR', label: t('keys.reply'), run: () => open('reply') },
    { code: 'KeyN', label: t('keys.note'), run: () => open('note') },
  ]);
  const closed = lists?.statuses.find((status) => status.type === 'closed' && status.is_active);
  const isBlocked = kind === 'reply' && !canReply;
  const cannotSend = isBlocked || text.trim() === '' || writing.pending !== null;
  const send = (status?: string) => {
    if (!cannotSend) void writing.send(kind, status);
  };
  return (
    <section
      className={styles.composer}
      data-kind={kind}
      data-empty={text === '' || undefined}
      aria-label={t('reply.label')}
    >
      <div className={styles.tabs} role="tablist" aria-label={t('reply.label')}>
        {(['reply', 'note'] as const).map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`writing-${one}`}
            aria-selected={kind === one}
            aria-controls="writing"
            className={styles.tab}
            onClick={() => open(one)}
          >
            {t(`reply.${one}`)}
            {one !== kind && writing.drafts[one].text !== '' ? (
              <span className={styles.dot} title={t('reply.draftKept')} />
            ) : null}
          </button>
        ))}
      </div>
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
          aria-label={t(kind === 'note' ? 'reply.notePlaceholder' : 'reply.placeholder')}
          placeholder={t(kind === 'note' ? 'reply.notePlaceholder' : 'reply.placeholder')}
          maxLength={most}
          autosize
          minRows={2}
          maxRows={14}
          dir="auto"
          disabled={isBlocked}
          classNames={{ input: styles.input ?? '' }}
        />
        <div className={styles.actions}>
          <small className={styles.keys}>{t(kind === 'note' ? 'reply.noteKeys' : 'reply.keys')}</small>
          {kind === 'reply' && closed !== undefined ? (
            <Button size="compact-md" variant="default" disabled={cannotSend} onClick={() => send(closed.id)}>
              {t('reply.sendAndClose')}
            </Button>
          ) : null}
          <Button
            size="compact-md"
            {...(kind === 'note' ? { color: 'yellow.9' } : {})}
            disabled={cannotSend}
            onClick={() => send()}
            leftSection={
              kind === 'note' ? (
                <Lock size={14} aria-hidden />
              ) : (
                <Send size={14} aria-hidden className="icon-direction" />
              )
            }
          >
            {t(kind === 'note' ? 'reply.saveNote' : 'reply.send')}
          </Button>
        </div>
      </div>
    </section>
  );
}
