import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addDkimKey,
  changeDkimKey,
  checkDkimKey,
  type DkimKey,
  removeDkimKey,
} from '../../../../shared/dkim-keys.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import { reasonText } from '../../../components/problem-text.ts';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { Time } from '../../../components/Time.tsx';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import settings from '../Settings.module.css';
import { dkimKeysQuery, useRefresh } from '../settings-queries.ts';
import { Taken } from '../Taken.tsx';
import styles from './MailParts.module.css';

function useKeyActions(domain: string) {
  const { t } = useTranslation('mail');
  const refresh = useRefresh();
  const fail = useFailure();
  const params = { domain };
  // A refusal, too, has looked at the DNS and changed what is shown.
  const rest = { onSettled: refresh, onError: (error: unknown) => fail(error) };
  const check = useMutation({ mutationFn: () => call(checkDkimKey, { params }), ...rest });
  const change = useMutation({
    mutationFn: (is_active: boolean) => call(changeDkimKey, { params, body: { is_active } }),
    onSuccess: ({ is_active }) =>
      showToast({ text: t(is_active ? 'dkim.activated' : 'dkim.deactivated', params) }),
    ...rest,
  });
  return { check, change };
}

function Found({ dkimKey: { checked_at, problem } }: { dkimKey: DkimKey }) {
  const { t } = useTranslation('mail');
  if (checked_at === null) return <p role="status">{t('dkim.notChecked')}</p>;
  return (
    <p role="status" className={problem === null ? undefined : styles.bad}>
      {problem === null ? t('dkim.right') : reasonText(t, problem)} ({t('dkim.checkedAt')}{' '}
      <Time at={checked_at} />)
    </p>
  );
}

function KeyTools({ dkimKey: { domain, is_active }, onRemove }: { dkimKey: DkimKey; onRemove: () => void }) {
  const { t } = useTranslation('mail');
  const { check, change } = useKeyActions(domain);
  return (
    <div className={styles.tools}>
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
        {t('dkim.check')}
      </Button>
      <Button
        variant={is_active ? 'default' : 'filled'}
        loading={change.isPending}
        onClick={() => change.mutate(!is_active)}
      >
        {t(is_active ? 'dkim.deactivate' : 'dkim.activate')}
      </Button>
      <Button variant="subtle" color="var(--pn-late)" onClick={onRemove}>
        {t('dkim.remove')}
      </Button>
    </div>
  );
}

function KeyCard({ dkimKey, onRemove }: { dkimKey: DkimKey; onRemove: () => void }) {
  const { t } = useTranslation('mail');
  const isWriter = useMay('settings:write');
  const { domain, record_name, record_value, is_active } = dkimKey;
  return (
    <article className={styles.key} aria-label={domain}>
      <h3>
        <Ltr>{domain}</Ltr>
        <span className={settings.mark}>{t(is_active ? 'dkim.isActive' : 'dkim.isNotActive')}</span>
      </h3>
      <p>{t('dkim.record')}</p>
      <Taken label={t('dkim.name')} text={record_name} />
      <Taken label={t('dkim.value')} text={record_value} />
      <Found dkimKey={dkimKey} />
      {isWriter ? <KeyTools dkimKey={dkimKey} onRemove={onRemove} /> : null}
    </article>
  );
}

function NewKey({ domain }: { domain: string }) {
  const { t } = useTranslation('mail');
  const refresh = useRefresh();
  const fail = useFailure();
  const adding = useMutation({
    mutationFn: () => call(addDkimKey, { body: { domain } }),
    onSuccess: refresh,
    onError: (error) => fail(error),
  });
  return (
    <Button
      variant="default"
      leftSection={<KeyRound size={16} aria-hidden />}
      loading={adding.isPending}
      onClick={() => adding.mutate()}
    >
      {t('dkim.make', { domain: `\u2066${domain}\u2069` })}
    </Button>
  );
}

function Keys({ onRemove }: { onRemove: (domain: string) => void }) {
  const { t } = useTranslation('mail');
  const isWriter = useMay('settings:write');
  const { data, error, refetch } = useQuery(dkimKeysQuery);
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeletons />;
  const { items, without } = data;
  return (
    <>
      {items.length === 0 && without.length === 0 ? <p>{t('dkim.empty')}</p> : null}
      {items.map((one) => (
        <KeyCard key={one.domain} dkimKey={one} onRemove={() => onRemove(one.domain)} />
      ))}
      {isWriter && without.length > 0 ? (
        <div className={styles.tools} style={{ marginBlockStart: 12 }}>
          {without.map((domain) => (
            <NewKey key={domain} domain={domain} />
          ))}
        </div>
      ) : null}
    </>
  );
}

/** With what the mail of each domain is signed, and what has to stand in its DNS. */
export function DkimKeys() {
  const { t } = useTranslation('mail');
  const refresh = useRefresh();
  const [removed, setRemoved] = useState<string | null>(null);
  const remove = async (domain: string) => {
    await call(removeDkimKey, { params: { domain } });
    await refresh();
    showToast({ text: t('dkim.removed', { domain }) });
  };
  return (
    <section className={styles.part} aria-labelledby="dkim-keys">
      <h2 id="dkim-keys">{t('dkim.title')}</h2>
      <p>{t('dkim.words')}</p>
      <Keys onRemove={setRemoved} />
      {removed === null ? null : (
        <ConfirmDialog
          title={t('dkim.removeTitle', { domain: removed })}
          confirmLabel={t('dkim.remove')}
          isDangerous
          onConfirm={() => remove(removed)}
          onClose={() => setRemoved(null)}
        >
          {t('dkim.removeWords')}
        </ConfirmDialog>
      )}
    </section>
  );
}
