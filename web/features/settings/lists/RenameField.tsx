import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dirOf } from '../../../components/text-direction.ts';

interface Props {
  name: string;
  onDone: (name: string) => void;
  onCancel: () => void;
}

/** A name in place: Enter or leaving the field keeps it, Escape doesn't. */
export function RenameField({ name, onDone, onCancel }: Props) {
  const { t } = useTranslation('settings');
  const [words, setWords] = useState(name);
  const isOver = useRef(false);
  const end = (finish: () => void) => {
    // Leaving the field follows on Enter and Escape too, and must not decide a second time.
    if (isOver.current) return;
    isOver.current = true;
    finish();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.code === 'Enter' || event.code === 'NumpadEnter') end(() => onDone(words));
    if (event.code === 'Escape') end(onCancel);
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
      onChange={(event) => setWords(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(() => onDone(words))}
    />
  );
}
