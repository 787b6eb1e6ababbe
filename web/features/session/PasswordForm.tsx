import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeOwnPassword } from '../../../shared/users.ts';
import { ApiProblem, call } from '../../api.ts';
import { useSession } from '../../api-queries.ts';
import { fieldProblem, problemText, sentenceOf } from '../../components/problem-text.ts';
import { showToast } from '../../components/toast.ts';
import styles from './MyPage.module.css';

/** What is typed, and the way to change my password by it. */
function usePasswordChange() {
  const { t } = useTranslation('session');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isMissing, setMissing] = useState(false);
  const changing = useMutation({
    mutationFn: () => call(changeOwnPassword, { body: { current, next } }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      showToast({ text: t('me.changed') });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(current === '');
    if (current !== '') changing.mutate();
  };
  const { error, isPending } = changing;
  const isWrong = error instanceof ApiProblem && error.reason === 'wrong_password';
  const wrong = isWrong ? t('me.wrongCurrent') : null;
  const problems = {
    current: isMissing ? sentenceOf('required') : wrong,
    next: fieldProblem(error, 'next'),
    other: error !== null && !isWrong && fieldProblem(error, 'next') === null ? problemText(t, error) : null,
  };
  return { current, setCurrent, next, setNext, submit, isPending, problems };
}

/** My own password: the current one proves that it is me. */
export function PasswordForm() {
  const { t } = useTranslation('session');
  const { user } = useSession();
  const { current, setCurrent, next, setNext, submit, isPending, problems } = usePasswordChange();
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <Stack gap="sm" maw={380}>
        {/* Password keepers need to know whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={user.email} />
        <PasswordInput
          label={t('me.current')}
          autoComplete="current-password"
          dir="ltr"
          required
          withAsterisk={false}
          value={current}
          error={problems.current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('me.next')}
          description={t('me.nextHint')}
          autoComplete="new-password"
          dir="ltr"
          required
          withAsterisk={false}
          value={next}
          error={problems.next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        {problems.other === null ? null : (
          <p role="alert" className={styles.problem}>
            {problems.other}
          </p>
        )}
        <p>{t('me.passwordWords')}</p>
        <Button type="submit" loading={isPending} style={{ alignSelf: 'flex-start' }}>
          {t('me.change')}
        </Button>
      </Stack>
    </form>
  );
}
