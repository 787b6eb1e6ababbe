import { Bot, Clock, Flag, Forward, MailCheck, MailX, Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import styles from './MessageView.module.css';

const icons = {
  bounce: MailX,
  delay: Clock,
  receipt: MailCheck,
  feedback: Flag,
  auto_reply: Bot,
  bulk: Megaphone,
  forward: Forward,
};

/** What a mail is when no person wrote it to be answered, or it went to somebody else: icon and word. */
export function KindMark({ message }: { message: Message }) {
  const { t } = useTranslation('tickets');
  const { kind, is_automatic } = message;
  if (kind === null) {
    return is_automatic ? <span className={styles.tag}>{t('conversation.automatic')}</span> : null;
  }
  const Icon = icons[kind];
  return (
    <span className={styles.tag} data-kind={kind}>
      <Icon size={13} aria-hidden /> {t(`kind.${kind}`)}
    </span>
  );
}
