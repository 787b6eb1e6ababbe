import { Button, Group, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog.tsx';
import { problemText } from './problem-text.ts';

interface Props {
  title: string;
  /** What will happen, and whether it can be taken back. */
  children: ReactNode;
  confirmLabel: string;
  isDangerous?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before what can't be undone. Stays open with a sentence when it was refused. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  isDangerous = false,
  onConfirm,
  onClose,
}: Props) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog onClose={close} title={title} centered>
      {children}
      {problem === null ? null : (
        <Text c="var(--pn-late)" role="alert" mt="sm">
          {problemText(t, problem)}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
        <Button color={isDangerous ? 'red' : 'indigo'} loading={isBusy} onClick={() => void confirm()}>
          {confirmLabel}
        </Button>
      </Group>
    </Dialog>
  );
}
