import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type IntakeRow,
  ignoreIntake,
  openFromIntake,
  retryIntake,
  unignoreIntake,
} from '../../../shared/intake.ts';
import { call } from '../../api.ts';
import { showToast } from '../../components/toast.ts';
import { useFailure } from '../../components/useFailure.ts';
import type { IntakeState } from './intake-search.ts';
import { patchRow, readLedgerAgain } from './ledger-queries.ts';

const may = (states: readonly IntakeState[]) => (row: IntakeRow) => states.includes(row.state);

/** Only a mail has a raw copy that can be read again; a refused API body was read, and stays refused. */
export const mayRetry = (row: IntakeRow) => row.channel === 'email' && may(['quarantined', 'ignored'])(row);
export const mayIgnore = may(['quarantined', 'rejected']);
export const mayOpen = may(['rejected', 'quarantined', 'ignored']);

/** What a person can decide about a row. `retry` shows at once and tells a failure itself; the others throw to their dialogs. */
export function useIntakeActions(row: IntakeRow) {
  const { t } = useTranslation('intake');
  const client = useQueryClient();
  const navigate = useNavigate();
  const fail = useFailure();
  const [isBusy, setBusy] = useState(false);
  const params = { id: row.id };

  const changed = async (patch: Partial<IntakeRow>, change: () => Promise<unknown>): Promise<void> => {
    const putBack = patchRow(client, row.id, patch);
    setBusy(true);
    try {
      await change();
    } catch (error) {
      putBack();
      throw error;
    } finally {
      setBusy(false);
      void readLedgerAgain(client, row.id);
    }
  };

  const retry = async (): Promise<void> => {
    const asNew = { state: 'pending', settled_at: null, reason: null, error: null } as const;
    try {
      await changed(asNew, () => call(retryIntake, { params }));
      showToast({ text: t('toast.retried') });
    } catch (error) {
      fail(error, t('toast.failed'));
    }
  };

  const ignore = async (reason: string): Promise<void> => {
    const settled_at = new Date().toISOString();
    await changed({ state: 'ignored', settled_at, reason, error: null }, () =>
      call(ignoreIntake, { params, body: { reason } }),
    );
    const { state, reason: before, error } = row;
    const asBefore = { state, settled_at: row.settled_at, reason: before, error };
    showToast({
      text: t('toast.ignored'),
      undo: () => changed(asBefore, () => call(unignoreIntake, { params })),
    });
  };

  const open = async (subject: string): Promise<void> => {
    const { number } = await call(openFromIntake, { params, body: { subject } });
    showToast({ text: t('toast.opened', { number: `\u2066${number}\u2069` }) });
    void readLedgerAgain(client, row.id);
    void client.invalidateQueries({ queryKey: ['tickets'] });
    await navigate({ to: '/tickets/$number', params: { number: String(number) } });
  };
  return { isBusy, retry, ignore, open };
}
