import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PhoneConnection, sendTestCall } from '../../../../shared/phone-connections.ts';
import { call as ask } from '../../../api.ts';
import { CallMark } from '../../../components/calls/CallMark.tsx';
import { callQuery } from '../../../components/calls/call-queries.ts';
import { Running } from '../../../components/calls/Running.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { problemText } from '../../../components/problem-text.ts';
import styles from './Phone.module.css';

type Step = 'ring' | 'answer' | 'hang_up';

/** One step after the other; what was refused is told, and the call goes on. */
function useTestCall({ id }: PhoneConnection) {
  const [callId, setCallId] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const go = async (step: Step) => {
    setBusy(true);
    setProblem(null);
    try {
      const body = step === 'ring' || callId === null ? { step } : { step, call_id: callId };
      const { call } = await ask(sendTestCall, { params: { id }, body });
      setCallId(call.id);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const { data } = useQuery({ ...callQuery(callId ?? ''), enabled: callId !== null });
  return { call: data?.call ?? null, isBusy, problem, go };
}

/** A call that rings at this console, by the way that every call goes: it shows that the way works. */
export function TestCall({ connection, onClose }: { connection: PhoneConnection; onClose: () => void }) {
  const { t } = useTranslation(['phone', 'common', 'problems']);
  const { call, isBusy, problem, go } = useTestCall(connection);
  const state = call?.state ?? 'none';
  const step = (name: Step, isPossible: boolean) => (
    <Button
      variant={name === 'ring' ? 'filled' : 'default'}
      disabled={!isPossible || isBusy}
      onClick={() => void go(name)}
    >
      {t(`test.${name}`)}
    </Button>
  );
  return (
    <Dialog
      onClose={onClose}
      title={t('test.title', { name: connection.name })}
      withOverlay={false}
      lockScroll={false}
    >
      <Stack gap="sm">
        <Text>{t('test.words')}</Text>
        <Group gap="xs">
          {step('ring', state === 'none' || state === 'ended')}
          {step('answer', state === 'ringing')}
          {step('hang_up', state === 'ringing' || state === 'answered')}
        </Group>
        <div role="status">
          {call === null ? null : (
            <p className={styles.standing}>
              <CallMark call={call} />
              {call.state === 'ended' ? null : <Running call={call} />}
              <Link to="/calls/$id" params={{ id: call.id }}>
                {t('test.toCall')}
              </Link>
            </p>
          )}
        </div>
        {problem === null ? null : (
          <Text c="var(--pn-late)" role="alert">
            {problemText(t, problem)}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:close')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
