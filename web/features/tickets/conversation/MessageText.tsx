import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import styles from './MessageView.module.css';
import { foldText, linkParts, numberLines, withoutQuoteMarks } from './message-text.ts';

/** Text as written, with its web and mail addresses as links. */
function Linked({ text }: { text: string }) {
  let at = 0;
  return linkParts(text).map(({ text: shown, href }) => {
    const key = at;
    at += shown.length;
    return href === null ? (
      <span key={key}>{shown}</span>
    ) : (
      <a key={key} href={href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
        {shown}
      </a>
    );
  });
}

/** A text whose lines of nothing but numbers lie with the other lines. */
function Lines({ text }: { text: string }) {
  if (dirOf(text) !== 'rtl') return <Linked text={text} />;
  let at = 0;
  return numberLines(text).map((part, index) => {
    const key = at;
    at += part.length;
    if (index % 2 === 0) return <Linked key={key} text={part} />;
    return (
      <span key={key} dir="rtl" className={styles.numbers}>
        <Ltr>{part}</Ltr>
      </span>
    );
  });
}

/** The words of a message. Quotations and the rest of very long texts are folded, never cut. */
export function MessageText({ message }: { message: Message }) {
  const { t } = useTranslation('tickets');
  const [isQuotedShown, setQuotedShown] = useState(false);
  const [isRestShown, setRestShown] = useState(false);
  if (message.text.trim() === '') {
    // A mail of nothing but attachments says enough by them.
    return message.attachments.length > 0 ? null : <p className={styles.empty}>{t('conversation.noText')}</p>;
  }
  const { visible, rest, quoted } = foldText(message.text, message.visible_characters);
  return (
    <>
      <div className={styles.text} dir="auto">
        <Lines text={(isRestShown ? visible + rest : visible).trimEnd()} />
      </div>
      {rest === '' ? null : (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isRestShown}
          onClick={() => setRestShown(!isRestShown)}
        >
          {t(isRestShown ? 'conversation.hideRest' : 'conversation.showRest')}
        </button>
      )}
      {quoted === '' ? null : (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isQuotedShown}
          onClick={() => setQuotedShown(!isQuotedShown)}
        >
          <Ellipsis size={14} aria-hidden />
          {t(isQuotedShown ? 'conversation.hideQuoted' : 'conversation.showQuoted')}
        </button>
      )}
      {isQuotedShown ? (
        <div className={`${styles.text} ${styles.quoted}`} dir="auto">
          <Lines text={withoutQuoteMarks(quoted).trim()} />
        </div>
      ) : null}
    </>
  );
}
