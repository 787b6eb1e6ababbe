import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import { readThreading } from '../../../../shared/messages.ts';
import { call } from '../../../api.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import type { MessageDialogProps } from '../conversation/message-dialog.ts';
import { useQueueSearch } from '../use-ticket-search.ts';
import styles from './WhyDialog.module.css';

type Why = AnswerOf<typeof readThreading>;

function Candidate({ candidate, isJoined }: { candidate: Why['candidates'][number]; isJoined: boolean }) {
  const { t } = useTranslation('moves');
  const search = useQueueSearch();
  return (
    <section className={styles.candidate}>
      <h3 className={styles.title}>
        <Link to="/tickets/$number" params={{ number: String(candidate.number) }} search={search}>
          {t('ticketNumber', { number: candidate.number })}
        </Link>
        <span className={styles.sum}>{t('points', { count: candidate.points })}</span>
        {isJoined ? <span className={styles.joined}>{t('joinedHere')}</span> : null}
      </h3>
      <ul className={styles.signals}>
        {candidate.signals.map(({ signal, points, by }) => (
          <li key={signal}>
            <span>{t(`signal.${signal}`)}</span>{' '}
            <span className={styles.muted}>
              <Ltr>+{points}</Ltr>
            </span>
            <span className={styles.by}>
              <Ltr>{by}</Ltr>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why a mail stands on its ticket: what in it named which ticket, and what that was worth. */
export function WhyDialog({ message, onClose }: MessageDialogProps) {
  const { t } = useTranslation('moves');
  const query = useQuery({
    queryKey: ['message', message.id, 'threading'],
    queryFn: ({ signal }) => call(readThreading, { params: { id: message.id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const why = query.data;
  return (
    <Dialog onClose={onClose} title={t('whyTitle')} centered>
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {why === undefined ? null : (
        <Stack gap="sm">
          <Text size="sm">{t(why.joined === null ? 'whyOpened' : 'whyJoined', { bar: why.bar })}</Text>
          {why.candidates.map((candidate) => (
            <Candidate
              key={candidate.ticket_id}
              candidate={candidate}
              isJoined={candidate.ticket_id === why.joined}
            />
          ))}
        </Stack>
      )}
    </Dialog>
  );
}
