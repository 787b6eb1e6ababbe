import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListName, type StatusType, statusType } from '../../../../shared/lists.ts';
import { problemText } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import styles from './Lists.module.css';
import { StatusTypes } from './StatusTypes.tsx';

interface Props {
  list: ListName;
  onAdd: (name: string, type: StatusType | undefined) => Promise<void>;
}

/** A new row at the end of a list. */
export function AddRow({ list, onAdd }: Props) {
  const { t } = useTranslation('settings');
  const [name, setName] = useState('');
  const [type, setType] = useState<StatusType>('open');
  const isStatus = list === 'statuses';
  const adding = useMutation({
    mutationFn: () => onAdd(name, isStatus ? type : undefined),
    onSuccess: () => setName(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') adding.mutate();
  };
  return (
    <form onSubmit={submit} className={styles.add}>
      <TextInput
        flex={1}
        size="xs"
        dir={dirOf(name)}
        maxLength={100}
        aria-label={t('lists.newIn', { list: t(`lists.${list}`) })}
        placeholder={t('lists.newName')}
        value={name}
        error={adding.error === null ? null : problemText(t, adding.error)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {isStatus ? (
        <NativeSelect
          size="xs"
          aria-label={t('lists.type')}
          value={type}
          onChange={(event) => setType(statusType.parse(event.currentTarget.value))}
        >
          <StatusTypes />
        </NativeSelect>
      ) : null}
      <Button
        type="submit"
        size="xs"
        variant="default"
        loading={adding.isPending}
        disabled={name.trim() === ''}
      >
        {t('add')}
      </Button>
    </form>
  );
}
