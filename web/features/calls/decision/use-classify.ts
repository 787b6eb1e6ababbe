import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Call, classifyCall, undoClassification } from '../../../../shared/calls.ts';
import type { BodyInput } from '../../../../shared/endpoint.ts';
import { call as ask } from '../../../api.ts';
import { readCallsAgain } from '../../../components/calls/call-queries.ts';
import { showToast } from '../../../components/toast.ts';
import { takenBackText } from '../taken-back.ts';

export type Classified = BodyInput<typeof classifyCall>;

/** Says what a call was, with the way back for ten seconds. Throws what the server refused. */
export function useClassify(): (id: string, as: Classified) => Promise<Call> {
  const { t } = useTranslation('calls');
  const client = useQueryClient();
  return async (id, as) => {
    const params = { id };
    try {
      const { call } = await ask(classifyCall, { params, body: as });
      const number = `\u2066#${call.ticket?.number ?? ''}\u2069`;
      showToast({
        text: t(`classified.${as.as}`, { number }),
        undo: async () => {
          try {
            showToast({ text: takenBackText(t, await ask(undoClassification, { params })) });
          } finally {
            void readCallsAgain(client);
          }
        },
      });
      return call;
    } finally {
      void readCallsAgain(client);
    }
  };
}
