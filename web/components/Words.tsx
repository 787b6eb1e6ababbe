import { Fragment, type ReactNode } from 'react';
import { Ltr } from './Isolates.tsx';
import { endingNumber, wordParts } from './phone-words.ts';
import { subjectDirection } from './text-direction.ts';
import styles from './Words.module.css';

interface Props {
  text: string;
  /** What stands behind each number. */
  after?: ((number: string) => ReactNode) | undefined;
}

/** Words in which numbers keep their direction. */
export function Words({ text, after }: Props) {
  let at = 0;
  return wordParts(text).map((part) => {
    const key = at;
    at += part.text.length;
    return (
      <Fragment key={key}>
        {part.isNumber ? <Ltr>{part.text}</Ltr> : part.text}
        {part.isNumber ? after?.(part.text) : null}
      </Fragment>
    );
  });
}

/** A subject on one line, cut where it is too long; a number at its end is read whole, and what is cut are the words before it. */
export function SubjectLine({ subject }: { subject: string }) {
  const ending = endingNumber(subject);
  const dir = subjectDirection(subject);
  if (ending === null)
    return (
      <bdi dir={dir} className={styles.line}>
        <Words text={subject} />
      </bdi>
    );
  const [words, number] = ending;
  return (
    <bdi dir={dir} className={styles.parted}>
      <span className={styles.words}>
        <Words text={words} />
      </span>
      <span className={styles.number}>
        <Ltr>{number}</Ltr>
      </span>
    </bdi>
  );
}
