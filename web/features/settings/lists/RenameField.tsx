import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';

interface Props {
  name: string;
  /** Throws what was refused. */
  onSave: (name: string) => Promise<void>;
  onEnd: (byKeyboard: boolean) => void;
}

/** A name in place: Enter or leaving the field keeps it, Escape doesn't. Refused, what was written stays. */
export function RenameField({ name, onSave, onEnd }: Props) {
  const { t } = useTranslation('settings');
  const [words, setWords] = useState(name);
  const isOver = useRef(false);
  const saving = useMutation({ mutationFn: onSave });
  const end = (byKeyboard: boolean) => {
    isOver.current = true;
    onEnd(byKeyboard);
  };
  const keep = (byKeyboard: boolean) => {
    // Leaving the field follows on Enter and Escape too, and must not decide a second time.
    if (isOver.current || saving.isPending) return;
    if (words.trim() === '' || words === name) end(byKeyboard);
    else saving.mutate(words, { onSuccess: () => end(byKeyboard) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.code === 'Enter' || event.code === 'NumpadEnter') keep(true);
    if (event.code === 'Escape') end(true);
  };
  return (
    <TextInput
      autoFocus
      dir={dirOf(words)}
      size="xs"
      flex={1}
      maxLength={100}
      aria-label={t('lists.rename', { name })}
      value={words}
      error={saving.error === null ? null : problemText(t, saving.error)}
      onChange={(event) => setWords(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={() => keep(false)}
    />
  );
}
