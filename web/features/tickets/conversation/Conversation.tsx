import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { MessageSquareDashed } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { useFailure } from '../../../components/useFailure.ts';
import type { Pending } from '../reply/use-writing.ts';
import { loadOlder } from '../ticket-queries.ts';
import styles from './Conversation.module.css';
import { MessageView } from './MessageView.tsx';
import { PendingMessage } from './PendingMessage.tsx';
import { useConversationScroll } from './use-conversation-scroll.ts';

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
  const { box, onScroll } = useConversationScroll(
    messages[0]?.id,
    pending === null ? messages.at(-1)?.id : 'pending',
  );
  return (
    <section
      ref={box}
      className={styles.box}
      aria-label={t('conversation.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
    >
      <Older page={page} />
      {messages.length === 0 && pending === null ? (
        <EmptyState icon={MessageSquareDashed} title={t('conversation.empty')} />
      ) : null}
      <ol className={styles.messages}>
        {messages.map((message) => (
          <li key={message.id} data-message={message.id}>
            <MessageView
              message={message}
              ticketId={ticket.id}
              ticketNumber={ticket.number}
              ticketSubject={ticket.subject}
            />
          </li>
        ))}
        {pending === null ? null : (
          <li data-message="pending">
            <PendingMessage pending={pending} />
          </li>
        )}
      </ol>
    </section>
  );
}
