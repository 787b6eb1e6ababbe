import { Button, Group, Stack } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import styles from './OnceDialog.module.css';

interface Props {
  title: string;
  /** That this is shown only now; null when there is nothing to keep. */
  warning: string | null;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
}

/** What is shown this once. Closes only by saying that it was kept. */
export function OnceDialog({ title, warning, closeLabel, onClose, children }: Props) {
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        {warning === null ? null : (
          <p className={styles.warning}>
            <TriangleAlert size={18} aria-hidden />
            {warning}
          </p>
        )}
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>{closeLabel}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
