import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/tickets.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { fieldProblem, problemText } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import styles from './choice.module.css';
import type { Classified } from './use-classify.ts';

interface Props {
  onConfirm: (as: Classified) => Promise<void>;
  zIndex: number | undefined;
  onClose: () => void;
}

export const above = (zIndex: number | undefined) => (zIndex === undefined ? {} : { zIndex });

/** A form that is handed over once, and stays with a sentence when it was refused. */
function useHandOver({ onConfirm, onClose }: Pick<Props, 'onConfirm' | 'onClose'>) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const handOver = async (event: FormEvent, as: Classified) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onConfirm(as);
      onClose();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return { isBusy, problem, handOver };
}

function Foot({
  isBusy,
  problem,
  label,
  onClose,
}: {
  isBusy: boolean;
  problem: unknown;
  label: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <p role="alert" className={styles.problem}>
        {problem === null ? '' : problemText(t, problem)}
      </p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {label}
        </Button>
      </Group>
    </>
  );
}

/** A new ticket of a call: its subject is there already, so that Enter is enough. */
export function NewTicketOfCall(props: Props & { first: string }) {
  const { t } = useTranslation('calls');
  const [subject, setSubject] = useState(props.first);
  const [note, setNote] = useState('');
  const { isBusy, problem, handOver } = useHandOver(props);
  return (
    <Dialog onClose={props.onClose} title={t('decide.newTicket')} centered {...above(props.zIndex)}>
      <form noValidate onSubmit={(event) => void handOver(event, { as: 'new_ticket', subject, note })}>
        <Stack gap="sm">
          <TextInput
            label={t('decide.subject')}
            value={subject}
            required
            data-autofocus
            maxLength={limits.subject}
            dir={dirOf(subject)}
            error={fieldProblem(problem, 'subject')}
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          <Textarea
            label={t('decide.note')}
            value={note}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={limits.msg}
            dir={dirOf(note)}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Foot isBusy={isBusy} problem={problem} label={t('decide.open')} onClose={props.onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

/** Why a call was no inquiry, where none of the usual reasons is it. */
export function OtherReason(props: Props) {
  const { t } = useTranslation('calls');
  const [text, setText] = useState('');
  const { isBusy, problem, handOver } = useHandOver(props);
  return (
    <Dialog onClose={props.onClose} title={t('decide.noInquiry')} centered {...above(props.zIndex)}>
      <form
        noValidate
        onSubmit={(event) => void handOver(event, { as: 'no_inquiry', reason: 'other', text })}
      >
        <Stack gap="sm">
          <TextInput
            label={t('decide.why')}
            value={text}
            required
            data-autofocus
            maxLength={500}
            dir={dirOf(text)}
            error={fieldProblem(problem, 'text')}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Foot isBusy={isBusy} problem={problem} label={t('decide.noInquiry')} onClose={props.onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
