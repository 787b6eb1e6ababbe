import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { problemText } from '../../components/problem-text.ts';
import styles from './FormDialog.module.css';

interface Props {
  title: string;
  submitLabel: string;
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
  /** The fields; given what the server refused, so that each can show its own part. */
  children: (problem: unknown) => ReactNode;
}

/** Whether the fields themselves say what was refused. */
const isTold = (error: unknown) => error instanceof ApiProblem && error.fields.length > 0;

/**
 * A form in a dialog: refused, it stays open with everything that was typed. The server's sentences stand by the fields, in
 * the language of the page; a browser's own would be in its own.
 */
export function FormDialog({ title, submitLabel, onSubmit, onClose, children }: Props) {
  const { t } = useTranslation();
  const sending = useMutation({ mutationFn: onSubmit, onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  return (
    <Dialog onClose={onClose} title={title} closeOnClickOutside={false}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {children(sending.error)}
          <p role="alert" className={styles.problem}>
            {sending.error === null || isTold(sending.error) ? '' : problemText(t, sending.error)}
          </p>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={sending.isPending}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
