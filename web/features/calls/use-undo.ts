import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Call, undoClassification } from '../../../shared/calls.ts';
import { call as ask } from '../../api.ts';
import { useMay } from '../../api-queries.ts';
import { readCallsAgain } from '../../components/calls/call-queries.ts';
import { showToast } from '../../components/toast.ts';
import { useFailure } from '../../components/useFailure.ts';
import { takenBackText } from './taken-back.ts';

/** Takes back what a person said a call was, however long ago; what a rule said stays. */
export function useUndo({ id, classification }: Call) {
  const { t } = useTranslation('calls');
  const client = useQueryClient();
  const fail = useFailure();
  const mayWrite = useMay('tickets:write');
  const undoing = useMutation({
    mutationFn: () => ask(undoClassification, { params: { id } }),
    onSuccess: (answer) => showToast({ text: takenBackText(t, answer) }),
    onError: (error) => fail(error, t('classified.notUndone')),
    onSettled: () => readCallsAgain(client),
  });
  const isByPerson = classification !== null && classification.by !== null;
  return { isBusy: undoing.isPending, mayUndo: mayWrite && isByPerson, undo: () => undoing.mutate() };
}
