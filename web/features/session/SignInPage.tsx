import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../../shared/users.ts';
import { call } from '../../api.ts';
import { sessionQuery } from '../../api-queries.ts';
import { Ltr } from '../../components/Isolates.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { problemText } from '../../components/problem-text.ts';
import styles from './SignInPage.module.css';

function FirstTime() {
  const { t } = useTranslation('session');
  return (
    <details className={styles.first}>
      <summary>{t('signIn.first')}</summary>
      <p>{t('signIn.firstWords')}</p>
      <code>
        <Ltr>npm run pniya -- user password</Ltr>
      </code>
    </details>
  );
}

/** What is typed, and the way in. */
function useEntering(next: string | undefined) {
  const { t } = useTranslation('session');
  const router = useRouter();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call(signIn, { body: { email, password } }),
    onSuccess: (session) => {
      // Nothing that another user read before in this tab may be shown to this one.
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.replace(next ?? '/tickets');
    },
    onError: () => setPassword(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isWhole = email.trim() !== '' && password !== '';
    setMissing(!isWhole);
    if (isWhole) mutate();
  };
  const refusal = error === null ? '' : problemText(t, error);
  const problem = isMissing ? t('signIn.missing') : refusal;
  return { email, setEmail, password, setPassword, submit, isPending, problem };
}

function SignInForm() {
  const { t } = useTranslation('session');
  const { next } = useSearch({ from: '/sign-in' });
  const { email, setEmail, password, setPassword, submit, isPending, problem } = useEntering(next);
  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      {next === undefined ? null : <p className={styles.again}>{t('signIn.again')}</p>}
      <TextInput
        label={t('signIn.email')}
        type="email"
        name="email"
        autoComplete="username"
        dir="ltr"
        autoFocus
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('signIn.password')}
        name="password"
        autoComplete="current-password"
        dir="ltr"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <p role="alert" className={styles.problem}>
        {problem}
      </p>
      <Button type="submit" loading={isPending} fullWidth>
        {t('signIn.submit')}
      </Button>
      <FirstTime />
    </form>
  );
}

/** The door: and for somebody who stands before it for the first time, where the key lies. */
export function SignInPage() {
  const { t } = useTranslation('session');
  const title = t('signIn.title');
  useEffect(() => {
    document.title = `${title} · Pniya`;
  }, [title]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src="/favicon.svg" alt="" width={44} height={44} />
        <h1>{title}</h1>
        <SignInForm />
      </div>
      <LanguageSwitch />
    </main>
  );
}
