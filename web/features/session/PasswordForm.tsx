import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeOwnPassword, password as passwordRule } from '../../../shared/users.ts';
import { ApiProblem, call } from '../../api.ts';
import { useSession } from '../../api-queries.ts';
import { fieldProblem, problemText } from '../../components/problem-text.ts';
import { showToast } from '../../components/toast.ts';

/** My own password: the current one proves that it is me. */
export function PasswordForm() {
  const { t } = useTranslation('session');
  const { user } = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const changing = useMutation({
    mutationFn: () => call(changeOwnPassword, { body: { current, next } }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      showToast({ text: t('me.changed') });
    },
  });
  const { error } = changing;
  const isWrong = error instanceof ApiProblem && error.reason === 'wrong_password';
  const nextProblem = fieldProblem(error, 'next');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.mutate();
  };
  return (
    <form onSubmit={submit}>
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
          error={isWrong ? t('me.wrongCurrent') : null}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('me.next')}
          description={t('me.nextHint')}
          autoComplete="new-password"
          dir="ltr"
          required
          withAsterisk={false}
          minLength={passwordRule.minLength ?? 0}
          value={next}
          error={nextProblem}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        {error === null || isWrong || nextProblem !== null ? null : (
          <p role="alert">{problemText(t, error)}</p>
        )}
        <p>{t('me.passwordWords')}</p>
        <Button type="submit" loading={changing.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('me.change')}
        </Button>
      </Stack>
    </form>
  );
}
