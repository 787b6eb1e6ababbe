import { Checkbox } from '@mantine/core';
import { Forward, Lock, Reply } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { problemText } from '../../../components/problem-text.ts';
import { useWriterName } from '../actor-name.ts';
import { participants, without, withoutOurs } from './addresses.ts';
import styles from './Composer.module.css';
import type { WritingKind } from './draft-store.ts';
import { emptyDraft } from './mail-draft.ts';
import { RecipientFields } from './RecipientFields.tsx';
import type { useTarget } from './use-target.ts';
import type { Draft } from './use-writing.ts';
import { Way } from './Way.tsx';

interface LineProps {
  word: string;
  message: Message | undefined;
  icon: typeof Reply;
  onCancel: () => void;
}

function Line({ word, message, icon: Icon, onCancel }: LineProps) {
  const { t } = useTranslation('sending');
  const writerName = useWriterName();
  return (
    <p className={styles.way}>
      <Icon size={13} aria-hidden className="icon-direction" /> {word}
      {message === undefined ? null : (
        <span className={styles.about}>
          <Auto>{writerName(message)}</Auto>: <Auto>{message.text.slice(0, 120)}</Auto>
        </span>
      )}
      <button type="button" className={styles.quiet} onClick={onCancel}>
        {t('cancel')}
      </button>
    </p>
  );
}

/** Which message is answered, where that is not the last one; or which is passed on, and whether its files go along. */
function About({ page, kind, draft: { mail, change }, onCancelForward }: Omit<Props, 'target'>) {
  const { t } = useTranslation('sending');
  const id = kind === 'forward' ? mail.forwards : mail.answers;
  if (id === null) return null;
  const message = page.messages.find((one) => one.id === id);
  if (kind === 'reply') {
    return (
      <Line
        word={t('answers.of')}
        message={message}
        icon={Reply}
        onCancel={() => change({ answers: emptyDraft.answers })}
      />
    );
  }
  const count = message?.attachments.length ?? 0;
  return (
    <>
      <Line word={t('forward.of')} message={message} icon={Forward} onCancel={onCancelForward} />
      {count === 0 ? null : (
        <Checkbox
          size="xs"
          label={t('forward.files', { count })}
          checked={mail.withItsFiles}
          onChange={({ currentTarget: { checked } }) => change({ withItsFiles: checked })}
        />
      )}
    </>
  );
}

/** It is not known yet to whom it goes: nobody else is named meanwhile. */
function Unknown({ target: { error, readAgain } }: Pick<Props, 'target'>) {
  const { t } = useTranslation('sending');
  if (error === null) {
    return (
      <p className={styles.way} role="status">
        {t('common:reading')}
      </p>
    );
  }
  return (
    <p className={styles.way} data-blocked role="alert">
      {t('recipients.unknown')} {problemText(t, error)}
      <button type="button" className={styles.quiet} onClick={readAgain}>
        {t('common:error.retry')}
      </button>
    </p>
  );
}

const ourAddress = ({ address }: { address: string }) => ({ name: '', address });

interface Props {
  page: TicketPage;
  kind: WritingKind;
  draft: Draft;
  target: ReturnType<typeof useTarget>;
  onCancelForward: () => void;
}

/** To whom it goes, as a line or as fields. */
function Known({
  page,
  kind,
  draft: { mail, change },
  target,
  from,
}: Omit<Props, 'onCancelForward'> & { from: string }) {
  const { t } = useTranslation('tickets');
  const [isEdited, setEdited] = useState(false);
  const isOpen = isEdited || target.to.length === 0 || kind === 'forward';
  return (
    <>
      {kind === 'reply' && target.to.length === 0 ? (
        <p className={styles.way} data-blocked>
          {t('reply.noRecipient')}
        </p>
      ) : null}
      {isOpen ? (
        <RecipientFields
          known={without(withoutOurs(participants(page), target.mailboxes.map(ourAddress)), [
            ...target.to,
            ...mail.cc,
          ])}
          isFocused={kind === 'forward' && target.to.length === 0}
          to={target.to}
          cc={mail.cc}
          mailboxes={target.mailboxes}
          mailboxId={mail.mailboxId}
          onTo={(to) => change({ to })}
          onCc={(cc) => change({ cc })}
          onMailbox={(mailboxId) => change({ mailboxId })}
        />
      ) : (
        <Way
          ticket={page.ticket}
          from={from}
          to={target.to}
          cc={mail.cc}
          others={target.others}
          onReplyAll={() => change({ cc: without([...mail.cc, ...target.others], target.to) })}
          onEdit={() => setEdited(true)}
        />
      )}
    </>
  );
}

/** What stands above the text: to whom it goes and what it is about, before it goes. */
export function MailHead({ page, kind, draft, target, onCancelForward }: Props) {
  const { t } = useTranslation('tickets');
  if (kind === 'note') {
    return (
      <p className={styles.way}>
        <Lock size={13} aria-hidden /> {t('reply.noteGoes')}
      </p>
    );
  }
  if (target.from === null) {
    return (
      <p className={styles.way} data-blocked>
        {t('reply.noSender')}
      </p>
    );
  }
  return (
    <>
      <About page={page} kind={kind} draft={draft} onCancelForward={onCancelForward} />
      {target.isKnown ? (
        <Known page={page} kind={kind} draft={draft} target={target} from={target.from} />
      ) : (
        <Unknown target={target} />
      )}
    </>
  );
}
