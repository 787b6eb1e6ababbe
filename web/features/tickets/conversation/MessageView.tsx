import { FileText, Globe, Lock, Mail, Phone, Plug, Reply } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import { CallCard, noteOf, useCallOfMessage } from '../../../components/calls/CallCard.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import { useWriterName } from '../actor-name.ts';
import { Attachments } from './Attachments.tsx';
import { DeliveryMark } from './DeliveryMark.tsx';
import { Folded } from './Folded.tsx';
import { KindMark, ProtectionMark } from './KindMark.tsx';
import { MessageHtml } from './MessageHtml.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { MessageText } from './MessageText.tsx';
import styles from './MessageView.module.css';
import { isOtherSubject, prefersHtml } from './message-text.ts';
import { NotArrived } from './NotArrived.tsx';

const icons = { email: Mail, phone: Phone, api: Plug, form: FileText, note: Lock };

function Recipients({ message }: { message: Message }) {
  const { t } = useTranslation('tickets');
  const line = (word: string, list: Message['to']) =>
    list.length === 0 ? null : (
      <span className={styles.muted}>
        {word}{' '}
        {list.map((one, index) => (
          <span key={one.address} title={one.name}>
            {index === 0 ? null : ', '}
            <Ltr>{one.address}</Ltr>
          </span>
        ))}
      </span>
    );
  return (
    <>
      {line(t('conversation.to'), message.to)}
      {line(t('conversation.cc'), message.cc)}
    </>
  );
}

function MessageHead({ message, ticketNumber }: Pick<Props, 'message' | 'ticketNumber'>) {
  const { t } = useTranslation('tickets');
  const writerName = useWriterName();
  const { author, channel, direction, from } = message;
  const Icon = direction === 'outbound' && channel === 'email' ? Reply : (icons[channel] ?? Globe);
  return (
    <header className={styles.head}>
      <Icon
        size={15}
        aria-hidden
        className={direction === 'outbound' ? `icon-direction ${styles.icon}` : styles.icon}
      />
      <span className={styles.who}>
        <Auto>{writerName(message)}</Auto>
      </span>
      {direction === 'internal' ? (
        <span className={styles.noteMark}>{t('conversation.noteMark')}</span>
      ) : (
        <span className={styles.muted}>{t(`channel.${channel}`)}</span>
      )}
      {direction === 'inbound' &&
      from !== null &&
      from.address !== (author.name || from.name || from.address) ? (
        <span className={styles.muted}>
          <Ltr>{from.address}</Ltr>
        </span>
      ) : null}
      {direction === 'inbound' ? null : <Recipients message={message} />}
      <KindMark message={message} />
      <ProtectionMark message={message} />
      <span className={styles.when}>
        <Time at={message.sent_at ?? message.created_at} />
        <MessageMenu message={message} ticketNumber={ticketNumber} />
      </span>
    </header>
  );
}

interface Props {
  message: Message;
  ticketId: string;
  ticketNumber: number;
  ticketSubject: string;
}

/** The words of a message, and what came with them. */
function Content({
  message,
  ticketId,
  ticketSubject,
}: Pick<Props, 'message' | 'ticketId' | 'ticketSubject'>) {
  const { t } = useTranslation('tickets');
  const [isHtml, setHtml] = useState(() => prefersHtml(message));
  const { subject } = message;
  const call = useCallOfMessage(ticketId, message);
  if (call) {
    const text = noteOf(message.text);
    return (
      <>
        <CallCard call={call} />
        {text === '' ? null : (
          <MessageText ticketId={ticketId} message={{ ...message, text, visible_characters: text.length }} />
        )}
      </>
    );
  }
  return (
    <>
      {subject !== null && isOtherSubject(subject, ticketSubject) && message.direction === 'inbound' ? (
        <p className={styles.subject}>
          <Auto>{t('conversation.subjectChanged', { subject })}</Auto>
        </p>
      ) : null}
      {message.protection === 'encrypted' ? (
        <p className={styles.subject}>{t('protection.encryptedWhy')}</p>
      ) : null}
      {isHtml ? <MessageHtml message={message} /> : <MessageText message={message} ticketId={ticketId} />}
      {message.has_html ? (
        <button type="button" className={styles.toggle} onClick={() => setHtml(!isHtml)}>
          {t(isHtml ? 'conversation.text' : 'conversation.html')}
        </button>
      ) : null}
      <Attachments attachments={message.attachments} isHtmlShown={isHtml} />
    </>
  );
}

/** One message: who, through what, when, to whom, what became of it; then its words as they were written. */
export const MessageView = memo(function MessageView(props: Props) {
  const { message, ticketId, ticketNumber, ticketSubject } = props;
  const content = <Content message={message} ticketId={ticketId} ticketSubject={ticketSubject} />;
  return (
    <article
      className={styles.message}
      data-direction={message.direction}
      data-automatic={message.is_automatic || undefined}
    >
      <MessageHead message={message} ticketNumber={ticketNumber} />
      {message.delivery === null ? null : (
        <DeliveryMark delivery={message.delivery} messageId={message.id} ticketNumber={ticketNumber} />
      )}
      {message.kind === 'bounce' ? <NotArrived ticketNumber={ticketNumber} bounce={message} /> : null}
      {message.is_automatic ? <Folded>{content}</Folded> : content}
    </article>
  );
});
