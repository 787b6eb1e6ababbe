import { useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Message, readMessageWhole } from '../../../../shared/messages.ts';
import { call } from '../../../api.ts';
import { DialButton } from '../../../components/calls/DialButton.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import { Words } from '../../../components/Words.tsx';
import styles from './MessageView.module.css';
import { foldText, linkParts, numberLines, withoutQuoteMarks } from './message-text.ts';

interface Read {
  text: string;
  /** That a number in it is called from. */
  ticketId: string | undefined;
}

/** Text as written, with its web and mail addresses as links. */
function Linked({ text, ticketId }: Read) {
  let at = 0;
  return linkParts(text).map(({ text: shown, href }) => {
    const key = at;
    at += shown.length;
    return href === null ? (
      <span key={key}>
        <Words
          text={shown}
          after={(number) => <DialButton phone={number} shown={number} ticketId={ticketId} />}
        />
      </span>
    ) : (
      <a key={key} href={href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
        {shown}
      </a>
    );
  });
}

/** A text whose lines of nothing but numbers lie with the other lines. */
function Lines({ text, ticketId }: Read) {
  if (dirOf(text) !== 'rtl') return <Linked text={text} ticketId={ticketId} />;
  let at = 0;
  return numberLines(text).map((part, index) => {
    const key = at;
    at += part.length;
    if (index % 2 === 0) return <Linked key={key} text={part} ticketId={ticketId} />;
    return (
      <span key={key} dir="rtl" className={styles.numbers}>
        <Ltr>
          <Linked text={part} ticketId={ticketId} />
        </Ltr>
      </span>
    );
  });
}

/** A text of which the page has only the beginning is read when more of it is asked for. */
function useWhole(message: Message, isWanted: boolean) {
  const { data, isFetching } = useQuery({
    queryKey: ['message', message.id, 'whole'],
    queryFn: ({ signal }) => call(readMessageWhole, { params: { id: message.id }, signal }),
    enabled: message.is_cut && isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { message: data ?? message, isReading: isFetching };
}

/** The words of a message. Quotations and the rest of very long texts are folded, never cut. */
export function MessageText({ message: given, ticketId }: { message: Message; ticketId?: string }) {
  const { t } = useTranslation('tickets');
  const [isQuotedShown, setQuotedShown] = useState(false);
  const [isRestShown, setRestShown] = useState(false);
  const { message, isReading } = useWhole(given, isQuotedShown || isRestShown);
  if (message.text.trim() === '') {
    // A mail of nothing but attachments says enough by them.
    return message.attachments.length > 0 ? null : <p className={styles.empty}>{t('conversation.noText')}</p>;
  }
  const { visible, rest, quoted } = foldText(message.text, message.visible_characters, message.is_cut);
  return (
    <>
      <div className={styles.text} dir="auto">
        <Lines text={(isRestShown ? visible + rest : visible).trimEnd()} ticketId={ticketId} />
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
      {isReading ? <Skeletons rows={2} /> : null}
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
          <Lines text={withoutQuoteMarks(quoted).trim()} ticketId={ticketId} />
        </div>
      ) : null}
    </>
  );
}
