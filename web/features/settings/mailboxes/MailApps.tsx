import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MailApp, type Provider, providers, removeMailApp } from '../../../../shared/mail-apps.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { showToast } from '../../../components/toast.ts';
import settings from '../Settings.module.css';
import { mailAppsQuery, useRefresh } from '../settings-queries.ts';
import { MailAppForm } from './MailAppForm.tsx';
import styles from './MailParts.module.css';

interface RowProps {
  provider: Provider;
  app: MailApp | undefined;
  onChange: () => void;
  onRemove: () => void;
}

function AppRow({ provider, app, onChange, onRemove }: RowProps) {
  const { t } = useTranslation('mail');
  const isWriter = useMay('settings:write');
  const name = { provider: t(`providers.${provider}`) };
  return (
    <li>
      <div className={settings.main}>
        <strong>
          <Ltr>{name.provider}</Ltr>
        </strong>
        <span className={settings.mark}>{t(app === undefined ? 'apps.none' : 'apps.set')}</span>
        {app?.client_id ? (
          <p>
            <Ltr>{app.client_id}</Ltr>
          </p>
        ) : null}
        {app?.service_account ? (
          <p>
            {t('apps.service')}: <Ltr>{app.service_account}</Ltr>
          </p>
        ) : null}
      </div>
      {isWriter ? (
        <div className={settings.tools}>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<KeyRound size={14} aria-hidden />}
            onClick={onChange}
          >
            {t(app === undefined ? 'apps.setUp' : 'apps.change', name)}
          </Button>
          {app === undefined ? null : (
            <Button
              variant="subtle"
              color="var(--pn-late)"
              size="compact-sm"
              aria-label={t('apps.remove', name)}
              onClick={onRemove}
            >
              <Trash2 size={15} aria-hidden />
            </Button>
          )}
        </div>
      ) : null}
    </li>
  );
}

/** The applications through which mailboxes sign in without a password. */
export function MailApps() {
  const { t } = useTranslation('mail');
  const refresh = useRefresh();
  const { data, error, refetch } = useQuery(mailAppsQuery);
  const [asked, setAsked] = useState<{ action: 'change' | 'remove'; provider: Provider } | null>(null);
  const close = () => setAsked(null);
  const appOf = (provider: Provider) => data?.items.find((one) => one.provider === provider);
  const place = data?.places.find(({ provider }) => provider === asked?.provider);
  const name = asked === null ? {} : { provider: t(`providers.${asked.provider}`) };
  const remove = async (provider: Provider) => {
    await call(removeMailApp, { params: { provider } });
    await refresh();
    showToast({ text: t('apps.removed', name) });
  };
  return (
    <section className={styles.part} aria-labelledby="mail-apps">
      <h2 id="mail-apps">{t('apps.title')}</h2>
      <p>{t('apps.words')}</p>
      {error !== null && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons />
      ) : (
        <ul className={settings.rows}>
          {providers.map((provider) => (
            <AppRow
              key={provider}
              provider={provider}
              app={appOf(provider)}
              onChange={() => setAsked({ action: 'change', provider })}
              onRemove={() => setAsked({ action: 'remove', provider })}
            />
          ))}
        </ul>
      )}
      {asked?.action === 'change' && place !== undefined ? (
        <MailAppForm app={appOf(asked.provider)} place={place} onClose={close} />
      ) : null}
      {asked?.action === 'remove' ? (
        <ConfirmDialog
          title={t('apps.remove', name)}
          confirmLabel={t('apps.remove', name)}
          isDangerous
          onConfirm={() => remove(asked.provider)}
          onClose={close}
        >
          {t('apps.removeWords', name)}
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
