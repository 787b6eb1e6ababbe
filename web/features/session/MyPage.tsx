import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../api-queries.ts';
import { Auto, Ltr } from '../../components/Isolates.tsx';
import { KeyList } from '../../components/KeyList.tsx';
import { useLanguage } from '../../components/language.ts';
import { usePageTitle } from '../../components/usePageTitle.ts';
import { CallNotices } from './CallNotices.tsx';
import styles from './MyPage.module.css';
import { PasswordForm } from './PasswordForm.tsx';
import { SignatureForm } from './SignatureForm.tsx';

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Look() {
  const { t } = useTranslation('session');
  const { language, change } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={styles.fields}>
      <div>
        <span className={styles.label}>{t('me.language')}</span>
        <SegmentedControl
          aria-label={t('me.language')}
          value={language}
          onChange={(next) => change(next === 'en' ? 'en' : 'he')}
          data={(['he', 'en'] as const).map((value) => ({ value, label: t(`common:language.${value}`) }))}
        />
      </div>
      <div>
        <span className={styles.label}>{t('me.scheme')}</span>
        <SegmentedControl
          aria-label={t('me.scheme')}
          value={colorScheme}
          onChange={(next) => setColorScheme(next === 'dark' || next === 'light' ? next : 'auto')}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({
            value,
            label: t(`common:scheme.${value}`),
          }))}
        />
      </div>
    </div>
  );
}

/** What belongs to the signed-in person: how they see the console, and their password. */
export function MyPage() {
  const { t } = useTranslation('session');
  const { user } = useSession();
  const mayReply = useMay('tickets:write');
  usePageTitle(t('me.title'));
  return (
    <div className={styles.page}>
      <h1>{t('me.title')}</h1>
      <Section title={t('me.details')}>
        <dl className={styles.facts}>
          <dt>{t('me.name')}</dt>
          <dd>
            <Auto>{user.name}</Auto>
          </dd>
          <dt>{t('me.email')}</dt>
          <dd>
            <Ltr>{user.email}</Ltr>
          </dd>
          <dt>{t('me.role')}</dt>
          <dd>{t(`settings:roles.${user.role}`)}</dd>
        </dl>
        <p className={styles.hint}>{t('me.changedBy')}</p>
      </Section>
      <Section title={t('me.look')}>
        <Look />
      </Section>
      {mayReply ? (
        <Section title={t('templates:signatures.mine')}>
          <SignatureForm />
        </Section>
      ) : null}
      <Section title={t('calls:notify.title')}>
        <CallNotices />
      </Section>
      <Section title={t('me.password')}>
        <PasswordForm />
      </Section>
      <Section title={t('me.keys')}>
        <KeyList />
      </Section>
    </div>
  );
}
