import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldProblem } from '../../../components/problem-text.ts';

interface SignIn {
  readonly username: string;
  readonly password: string;
}

interface Props {
  value: SignIn;
  /** A password is kept already: an empty field leaves it. */
  isKept: boolean;
  problem: unknown;
  onChange: (part: Partial<SignIn>) => void;
}

/** Who signs in at a mail server, and with which password; the kept one is never shown. */
export function PasswordFields({ value, isKept, problem, onChange }: Props) {
  const { t } = useTranslation('settings');
  return (
    <>
      <TextInput
        label={t('connection.username')}
        dir="ltr"
        required
        autoComplete="off"
        spellCheck={false}
        value={value.username}
        error={fieldProblem(problem, 'username')}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('connection.password')}
        description={isKept ? t('connection.passwordKept') : undefined}
        dir="ltr"
        required={!isKept}
        autoComplete="new-password"
        value={value.password}
        error={fieldProblem(problem, 'password')}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
      />
    </>
  );
}
