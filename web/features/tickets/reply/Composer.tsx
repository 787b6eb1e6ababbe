import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { showToast } from '../../../components/toast.ts';
import { useKeys } from '../../../components/useKeys.ts';
import { without } from './addresses.ts';
import styles from './Composer.module.css';
import { readMail, type WritingKind, writeMail } from './draft-store.ts';
import { emptyDraft, isBegun } from './mail-draft.ts';
import { Tabs } from './Tabs.tsx';
import { useTarget } from './use-target.ts';
import type { Writing } from './use-writing.ts';
import { WritingPanel } from './WritingPanel.tsx';
import { useWishes } from './wishes.ts';

interface Props {
  page: TicketPage;
  writing: Writing;
}

function firstKind({ drafts }: Writing, canReply: boolean): WritingKind {
  if (isBegun(drafts.reply.mail)) return 'reply';
  if (isBegun(drafts.note.mail)) return 'note';
  return canReply ? 'reply' : 'note';
}

function useTab({ page, writing }: Props) {
  const { t } = useTranslation('tickets');
  const { ticket, messages } = page;
  const { from, to } = ticket.reply_target;
  const box = useRef<HTMLTextAreaElement>(null);
  const [kind, setKind] = useState(() => firstKind(writing, from !== null && to !== null));
  const { reply, forward } = writing.drafts;
  const open = (next: WritingKind) => {
    setKind(next);
    // After the box has changed its ground and words; the same element stays.
    requestAnimationFrame(() => {
      // A mail that is passed on to nobody yet begins at its recipients: their field takes the keyboard by itself.
      const isToNobody = next === 'forward' && (readMail(forward.key).to ?? []).length === 0;
      if (!isToNobody) box.current?.focus();
    });
  };
  const { others, to: named } = useTarget(ticket, 'reply', reply.mail);
  const newest = messages.findLast(({ direction }) => direction !== 'internal');
  const openForward = () => {
    if (forward.mail.forwards === null && newest !== undefined) forward.change({ forwards: newest.id });
    open('forward');
  };
  useKeys([
    { code: 'KeyR', label: t('keys.reply'), run: () => open('reply') },
    {
      code: 'KeyR',
      shift: true,
      label: t('sending:keys.replyAll'),
      run: () => {
        reply.change({ cc: without([...reply.mail.cc, ...others], named) });
        open('reply');
      },
    },
    {
      code: 'KeyF',
      label: t('sending:keys.forward'),
      isActive: newest !== undefined && from !== null,
      run: openForward,
    },
    { code: 'KeyN', label: t('keys.note'), run: () => open('note') },
  ]);
  useWishes((wish) => {
    if (wish.ticketNumber === ticket.number) open(wish.kind);
  });
  return { box, kind, open };
}

/** The reply, the inner note and the mail that passes a message on, at the foot of a ticket: never mistaken for each other. */
export function Composer({ page, writing }: Props) {
  const { t } = useTranslation('tickets');
  const { box, kind, open } = useTab({ page, writing });
  const { key, mail } = writing.drafts[kind];
  const cancelForward = () => {
    writeMail(key, emptyDraft);
    open('reply');
    if (!isBegun(mail)) return;
    showToast({
      text: t('sending:forward.dropped'),
      undo: async () => {
        writeMail(key, mail);
        open('forward');
      },
    });
  };
  return (
    <section
      className={styles.composer}
      data-kind={kind}
      data-empty={(kind !== 'forward' && !isBegun(mail)) || undefined}
      aria-label={t('reply.label')}
    >
      <Tabs kind={kind} writing={writing} onOpen={open} />
      <WritingPanel
        page={page}
        writing={writing}
        kind={kind}
        box={box}
        onCancelForward={cancelForward}
        onSent={() => {
          if (kind === 'forward') open('reply');
        }}
      />
    </section>
  );
}
