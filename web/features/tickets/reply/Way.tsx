import { ArrowLeft, MailX, Pencil, ReplyAll } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../../../shared/tickets.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { bouncedWords } from '../bounced-words.ts';
import type { MailAddress } from './addresses.ts';
import styles from './Composer.module.css';

function People({ people }: { people: readonly MailAddress[] }) {
  return people.map(({ name, address }, place) => (
    <span key={address}>
      {place === 0 ? null : ', '}
      {name === '' ? null : (
        <>
          <strong>
            <bdi>{name}</bdi>
          </strong>{' '}
        </>
      )}
      <Ltr>{address}</Ltr>
    </span>
  ));
}

interface Props {
  ticket: Ticket;
  from: string;
  to: readonly MailAddress[];
  cc: readonly MailAddress[];
  /** Whom "reply all" would add; none when they are in already, or there are none. */
  others: readonly MailAddress[];
  onReplyAll: () => void;
  onEdit: () => void;
}

/** From whom to whom the mail will go, and the ways to change that. */
export function Way({ ticket, from, to, cc, others, onReplyAll, onEdit }: Props) {
  const { t } = useTranslation('tickets');
  const { bounced } = ticket.reply_target;
  const isToBounced =
    bounced !== null && to.some(({ address }) => address === ticket.reply_target.to?.address);
  return (
    <>
      <p className={styles.way}>
        {t('reply.from')} <Ltr>{from}</Ltr>
        <ArrowLeft size={13} aria-hidden className={styles.arrow} />
        {t('reply.to')} <People people={to} />
        {cc.length === 0 ? null : (
          <>
            <span>· {t('conversation.cc')}</span> <People people={cc} />
          </>
        )}
        <button type="button" className={styles.quiet} onClick={onEdit}>
          <Pencil size={13} aria-hidden /> {t('sending:recipients.edit')}
        </button>
        {others.length === 0 ? null : (
          <button
            type="button"
            className={styles.quiet}
            title={others.map(({ address }) => address).join(', ')}
            onClick={onReplyAll}
          >
            <ReplyAll size={14} aria-hidden className="icon-direction" />{' '}
            {t('sending:recipients.replyAll', { count: others.length })}
          </button>
        )}
      </p>
      {isToBounced ? (
        <p className={styles.way} data-bounced>
          <MailX size={13} aria-hidden />{' '}
          <Auto>
            {bouncedWords(bounced, {
              alone: t('reply.bouncedAlone'),
              because: (said) => t('reply.bounced', { said }),
            })}
          </Auto>
        </p>
      ) : null}
    </>
  );
}
