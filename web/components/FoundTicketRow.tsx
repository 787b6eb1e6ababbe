import { useTranslation } from 'react-i18next';
import type { FoundTicket, TextPart } from '../../shared/search.ts';
import { Ltr } from './Isolates.tsx';
import styles from './Palette.module.css';
import { Time } from './Time.tsx';
import { dirOf, subjectDirection } from './text-direction.ts';
import { Waiting } from './Waiting.tsx';
import { Words } from './Words.tsx';

const textOf = (parts: readonly TextPart[]) => parts.map(({ text }) => text).join('');

/** The text, its hits marked: always as text, whatever it contains. */
function Parts({ parts }: { parts: readonly TextPart[] }) {
  let at = 0;
  return parts.map(({ text, is_hit }) => {
    const key = at;
    at += text.length;
    return is_hit ? (
      <mark key={key}>{text}</mark>
    ) : (
      <span key={key}>
        <Words text={text} />
      </span>
    );
  });
}

/** A ticket that was found: subject and number, who, and where the words stand. */
export function FoundTicketRow({ ticket }: { ticket: FoundTicket }) {
  const { t } = useTranslation();
  const { number, subject, customer, snippet, waiting_since, created_at } = ticket;
  const title = textOf(subject);
  return (
    <span className={styles.found}>
      <span className={styles.foundLine}>
        <bdi className={styles.foundSubject} dir={subjectDirection(title)}>
          {title.trim() === '' ? t('palette.noSubject') : <Parts parts={subject} />}
        </bdi>
        <span className={styles.foundNumber}>
          <Ltr>#{number}</Ltr>
        </span>
      </span>
      <span className={styles.foundLine}>
        {textOf(customer) === '' ? null : (
          <bdi className={styles.foundCustomer} dir="auto">
            <Parts parts={customer} />
          </bdi>
        )}
        {/* A box of its own direction, so that it is cut at its own end. */}
        <bdi className={styles.foundWords} dir={dirOf(textOf(snippet))}>
          <Parts parts={snippet} />
        </bdi>
        <span className={styles.foundWhen}>
          {waiting_since === null ? (
            <Time at={created_at} shape="short" />
          ) : (
            <Waiting since={waiting_since} brief />
          )}
        </span>
      </span>
    </span>
  );
}
