import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { MessageSquareDashed } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { useFailure } from '../../../components/useFailure.ts';
import type { Pending } from '../reply/use-writing.ts';
import { loadOlder } from '../ticket-queries.ts';
import styles from './Conversation.module.css';
import { MessageView } from './MessageView.tsx';
import { PendingMessage } from './PendingMessage.tsx';

const nearEndPixels = 120;

/**
 * Where the conversation stands: it opens with its last message in sight, follows new ones only for somebody who is at
 * its end, and stays still when older ones come in above.
 */
function useConversationScroll(first: string | undefined, last: string | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<{ first: string | undefined; last: string | undefined; height: number } | null>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const known = before.current;
    before.current = { first, last, height: element.scrollHeight };
    if (known === null) {
      const latest = element.querySelector('[data-message]:last-of-type');
      const top = latest instanceof HTMLElement ? latest.offsetTop - element.clientHeight / 4 : element.scrollHeight;
      element.scrollTop = latest instanceof HTMLElement && latest.offsetHeight > element.clientHeight ? top : element.scrollHeight;
    } else if (known.first !== first && known.last === last) {
      element.scrollTop += element.scrollHeight - known.height;
    } else if (known.last !== last && isAtEnd.current) {
      element.scrollTop = element.scrollHeight;
    }
  }, [first, last]);
  const onScroll = () => {
    const element = box.current;
    if (element === null) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPixels;
  };
  return { box, onScroll };
}

function Older({ page }: { page: TicketPage }) {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const fail = useFailure();
  const [isReading, setReading] = useState(false);
  if (page.before === null) return null;
  const read = () => {
    setReading(true);
    loadOlder(client, page)
      .catch((error: unknown) => fail(error))
      .finally(() => setReading(false));
  };
  return (
    <p className={styles.older}>
      <Button size="compact-sm" variant="default" loading={isReading} onClick={read}>
        {t('conversation.older')}
      </Button>
    </p>
  );
}

/** The conversation, oldest first, as mail reads. */
export function Conversation({ page, pending }: { page: TicketPage; pending: Pending | null }) {
  const { t } = useTranslation('tickets');
  const { messages, ticket } = page;
  const { box, onScroll } = useConversationScroll(messages[0]?.id, pending === null ? messages.at(-1)?.id : 'pending');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <section ref={box} className={styles.box} aria-label={t('conversation.title')} tabIndex={0} onScroll={onScroll}>
      <Older page={page} />
      {messages.length === 0 && pending === null ? (
        <EmptyState icon={MessageSquareDashed} title={t('conversation.empty')} />
      ) : null}
      <ol className={styles.messages}>
        {messages.map((message) => (
          <li key={message.id} data-message={message.id}>
            <MessageView message={message} ticketNumber={ticket.number} ticketSubject={ticket.subject} />
          </li>
        ))}
        {pending === null ? null : (
          <li data-message="pending">
            <PendingMessage pending={pending} ticket={ticket} />
          </li>
        )}
      </ol>
    </section>
  );
}
