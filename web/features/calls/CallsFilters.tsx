import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLists } from '../../api-queries.ts';
import { callQueuesQuery } from '../../components/calls/call-queries.ts';
import { noQueue } from '../../components/calls/queues.ts';
import styles from './CallsHead.module.css';
import { type CallsSearch, digitsIn, leastDigits } from './calls-search.ts';

const typingMilliseconds = 250;

/** All queues of the business, and the one that is asked for. */
function useQueues({ queue }: CallsSearch): readonly string[] {
  const known = useQuery(callQueuesQuery).data?.items ?? [];
  return queue === undefined || queue === noQueue || known.includes(queue) ? known : [...known, queue];
}

function PhoneField({ search, onChange }: { search: CallsSearch; onChange: (next: CallsSearch) => void }) {
  const { t } = useTranslation('calls');
  const { phone: _, ...others } = search;
  const shown = search.phone ?? '';
  const [typed, setTyped] = useState(shown);
  // The address may change by itself: back, a link, "show all".
  useEffect(() => {
    if (digitsIn(shown) >= leastDigits || shown === '') setTyped(shown);
  }, [shown]);
  const ask = useDebouncedCallback((text: string) => {
    const isEnough = digitsIn(text) >= leastDigits;
    if (isEnough || text.trim() === '') onChange(isEnough ? { ...others, phone: text.trim() } : others);
  }, typingMilliseconds);
  return (
    <TextInput
      type="search"
      inputMode="tel"
      size="xs"
      dir="ltr"
      maxLength={100}
      autoComplete="off"
      aria-label={t('filter.phone')}
      placeholder={t('filter.phoneHint')}
      leftSection={<Search size={14} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}

/** Of one day. */
function DayField({ search, onChange }: { search: CallsSearch; onChange: (next: CallsSearch) => void }) {
  const { t } = useTranslation('calls');
  const { day, ...others } = search;
  return (
    <TextInput
      type="date"
      size="xs"
      aria-label={t('filter.day')}
      title={t('filter.day')}
      value={day ?? ''}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? others : { ...others, day: value })}
    />
  );
}

/** Whose calls, of which queue, of which number. */
export function CallsFilters({ search }: { search: CallsSearch }) {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const users = useLists()?.users ?? [];
  const queues = useQueues(search);
  const change = (next: CallsSearch) => void navigate({ to: '.', search: next as never, replace: true });
  const { user, queue, ...others } = search;
  return (
    <search className={styles.fields} aria-label={t('filter.title')}>
      <PhoneField search={search} onChange={change} />
      <NativeSelect
        size="xs"
        aria-label={t('filter.user')}
        value={user ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ ...others, ...(queue !== undefined && { queue }), ...(value !== '' && { user: value }) })
        }
      >
        <option value="">{t('filter.anyUser')}</option>
        {users
          .filter(({ id, is_active }) => is_active || id === user)
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </NativeSelect>
      {queues.length === 0 ? null : (
        <NativeSelect
          size="xs"
          aria-label={t('filter.queue')}
          value={queue ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({ ...others, ...(user !== undefined && { user }), ...(value !== '' && { queue: value }) })
          }
        >
          <option value="">{t('filter.anyQueue')}</option>
          {queues.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={noQueue}>{t('filter.noQueue')}</option>
        </NativeSelect>
      )}
      <DayField search={search} onChange={change} />
    </search>
  );
}
