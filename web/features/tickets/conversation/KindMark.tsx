import { Bot, Clock, Flag, Forward, LockKeyhole, MailCheck, MailX, Megaphone, Signature } from 'lucide-react';
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

/** That a mail is signed or encrypted, and that nobody has checked or opened it: icon and word. */
export function ProtectionMark({ message: { protection } }: { message: Message }) {
  const { t } = useTranslation('tickets');
  if (protection === null) return null;
  const Icon = protection === 'encrypted' ? LockKeyhole : Signature;
  return (
    <span className={styles.tag} title={t(`protection.${protection}Why`)}>
      <Icon size={13} aria-hidden /> {t(`protection.${protection}`)}
    </span>
  );
}
