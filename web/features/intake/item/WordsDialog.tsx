import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/Dialog.tsx';
import { problemText } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';

const longest = 500;

interface Props {
  title: string;
  text: string;
  label: string;
  confirmLabel: string;
  first?: string;
  isOneLine?: boolean;
  onConfirm: (words: string) => Promise<void>;
  onClose: () => void;
}

/** What is being written, and the way to hand it over once. */
function useWords({ first = '', onConfirm, onClose }: Pick<Props, 'first' | 'onConfirm' | 'onClose'>) {
  const [words, setWords] = useState(first);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const isEmpty = words.trim() === '';
  const confirm = async () => {
    setTried(true);
    if (isEmpty) return;
    setBusy(true);
    try {
      await onConfirm(words.trim());
      onClose();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return { words, setWords, isMissing: isTried && isEmpty, isBusy, problem, confirm };
}

/** Asks for the words that an action needs. Stays open, with what was written, when the action was refused. */
export function WordsDialog(props: Props) {
  const { title, text, label, confirmLabel, isOneLine = false, onClose } = props;
  const { t } = useTranslation(['intake', 'common', 'problems']);
  const { words, setWords, isMissing, isBusy, problem, confirm } = useWords(props);
  const field = {
    label,
    value: words,
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setWords(currentTarget.value),
    error: isMissing ? t('dialog.required') : null,
    maxLength: longest,
    dir: dirOf(words),
    'data-autofocus': true,
  };
  return (
    <Dialog onClose={onClose} title={title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Stack gap="sm">
          <Text>{text}</Text>
          {isOneLine ? <TextInput {...field} /> : <Textarea {...field} autosize minRows={2} maxRows={6} />}
          {problem === null ? null : (
            <Text c="var(--pn-late)" role="alert">
              {problemText(t, problem)}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
