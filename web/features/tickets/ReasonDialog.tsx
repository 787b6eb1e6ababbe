import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noAnswerReasons } from '../../../shared/tickets.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { dirOf } from '../../components/text-direction.ts';
import type { DueReason } from './use-ticket-changes.ts';

type Code = DueReason['code'];

interface ReasonsProps {
  code: Code | null;
  onChange: (code: Code | null) => void;
  error: string | null;
}

function Reasons({ code, onChange, error }: ReasonsProps) {
  const { t } = useTranslation('tickets');
  return (
    <Radio.Group
      label={t('reason.label')}
      value={code}
      onChange={(value) => onChange(noAnswerReasons.find((one) => one === value) ?? null)}
      error={error}
    >
      <Stack gap={8} mt={8} mb={4}>
        {noAnswerReasons.map((reason, index) => (
          <Radio
            key={reason}
            value={reason}
            label={t(`reason.${reason}`)}
            data-autofocus={index === 0 || undefined}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface Props {
  title: string;
  text: string;
  confirmLabel: string;
  onConfirm: (reason: DueReason) => void;
  onClose: () => void;
}

/** Asks why no answer is due. Mount it only while it is open, so that it begins empty. */
export function ReasonDialog({ title, text, confirmLabel, onConfirm, onClose }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const [code, setCode] = useState<Code | null>(null);
  const [words, setWords] = useState('');
  const [isTried, setTried] = useState(false);
  const needsWords = code === 'other' && words.trim() === '';
  const confirm = (event: React.SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (code !== null && !needsWords) onConfirm({ code, text: words.trim() });
  };
  return (
    <Dialog onClose={onClose} title={title} centered>
      <form onSubmit={confirm}>
        <Stack gap="sm">
          <Text>{text}</Text>
          <Reasons
            code={code}
            onChange={setCode}
            error={isTried && code === null ? t('new.required') : null}
          />
          <Textarea
            label={code === 'other' ? t('reason.words') : t('reason.wordsOptional')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            error={isTried && needsWords ? t('reason.wordsRequired') : null}
            maxLength={1000}
            autosize
            minRows={1}
            maxRows={6}
            dir={dirOf(words)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('reason.cancel')}
            </Button>
            <Button type="submit">{confirmLabel}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
