import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldProblem } from '../../components/problem-text.ts';
import { dirOf } from '../../components/text-direction.ts';

interface Props {
  name: string;
  problem: unknown;
  onChange: (next: string) => void;
}

/** The name of a thing in the settings: the first field of its form. */
export function NameField({ name, problem, onChange }: Props) {
  const { t } = useTranslation('settings');
  return (
    <TextInput
      label={t('name')}
      dir={dirOf(name)}
      required
      maxLength={100}
      data-autofocus
      value={name}
      error={fieldProblem(problem, 'name')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
