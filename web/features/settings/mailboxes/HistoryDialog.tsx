import { Button, Group, Radio, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import {
  type Mailbox,
  type readMailboxHistory,
  startMailbox,
  startsFrom,
} from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { problemText } from '../../../components/problem-text.ts';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { Time } from '../../../components/Time.tsx';
import { showToast } from '../../../components/toast.ts';
import { historyQuery, useRefresh } from '../settings-queries.ts';
import styles from './Connection.module.css';

type History = AnswerOf<typeof readMailboxHistory>;

function Findings({ history }: { history: History }) {
  const { t } = useTranslation('settings');
  const { inquiries, never_answered: never, in_junk: junk } = history;
  return (
    <>
      <p className={styles.headline}>{t('connection.history.never', { count: never })}</p>
      <p className={styles.words}>
        {t('connection.history.of', { count: inquiries })}
        {junk === 0 ? '' : ` ${t('connection.history.junk', { count: junk })}`}
      </p>
    </>
  );
}

/** The inquiries that nobody answered, newest first. */
function NeverAnswered({ items }: Pick<History, 'items'>) {
  const { t } = useTranslation('settings');
  if (items.length === 0) return null;
  return (
    <ul className={styles.never} aria-label={t('connection.history.list')}>
      {items.map((item) => (
        <li key={`${item.from_address} ${item.received_at} ${item.subject}`}>
          <strong>
            <Auto>{item.subject || t('connection.history.noSubject')}</Auto>
          </strong>
          <span>
            <Auto>{item.from_name}</Auto> <Ltr>{item.from_address}</Ltr> ·{' '}
            <Time at={item.received_at} shape="full" />
            {item.is_junk ? ` · ${t('connection.roles.junk')}` : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The one switch: from which mail on the work starts. */
function Start({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const [from, setFrom] = useState<(typeof startsFrom)[number]>('new');
  const starting = useMutation({
    mutationFn: () => call(startMailbox, { params: { id: mailbox.id }, body: { from } }),
    onSuccess: async () => {
      await refresh();
      showToast({ text: t('connection.started', { name: mailbox.name }) });
      onClose();
    },
  });
  return (
    <>
      <Radio.Group
        label={t('connection.start.label')}
        description={t('connection.start.hint')}
        value={from}
        onChange={(value) => setFrom(startsFrom.find((one) => one === value) ?? 'new')}
      >
        <Stack gap="xs" mt="xs">
          {startsFrom.map((value) => (
            <Radio key={value} value={value} label={t(`connection.start.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <p role="alert" className={styles.bad}>
        {starting.error === null ? '' : problemText(t, starting.error)}
      </p>
      <Group justify="flex-end">
        <Button loading={starting.isPending} onClick={() => starting.mutate()}>
          {t('connection.start.button')}
        </Button>
      </Group>
    </>
  );
}

/** What the 90 days before the connection show, and the switch that starts the work. */
export function HistoryDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const { data, error } = useQuery(historyQuery(mailbox.id));
  return (
    <Dialog onClose={onClose} size="lg" title={t('connection.history.title', { name: mailbox.name })}>
      <Stack gap="sm">
        {error === null ? null : (
          <p role="alert" className={styles.bad}>
            {problemText(t, error)}
          </p>
        )}
        {data === undefined && error === null ? <Skeletons /> : null}
        {data === undefined ? null : data.read_at === null ? (
          <p role="status" className={styles.words}>
            {t('connection.history.reading')}
          </p>
        ) : (
          <Findings history={data} />
        )}
        {isWriter && mailbox.connection?.mode === 'observe' ? (
          <Start mailbox={mailbox} onClose={onClose} />
        ) : null}
        {data === undefined ? null : <NeverAnswered items={data.items} />}
      </Stack>
    </Dialog>
  );
}
