import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountCard, changeAccount } from '../../../../shared/accounts.ts';
import { call } from '../../../api.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { readAccountsAgain } from './account-queries.ts';

/** A phone or an address while it is being written; the id only tells the fields apart. */
export interface Line {
  readonly id: number;
  readonly value: string;
}

interface Fields {
  readonly name: string;
  readonly company: string;
  readonly phones: readonly Line[];
  readonly emails: readonly Line[];
}

const linesOf = (account: AccountCard, kind: 'phone' | 'email'): Line[] =>
  account.contacts
    .filter((contact) => contact.kind === kind)
    .map((contact, id) => ({ id, value: contact.shown }));
const valuesOf = (lines: readonly Line[]) =>
  lines.map((line) => line.value.trim()).filter((value) => value !== '');

/** The form that changes a customer; what was written stays when it is refused. */
export function useAccountForm(account: AccountCard, onDone: () => void) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const fail = useFailure();
  const [fields, setFields] = useState<Fields>(() => ({
    name: account.name,
    company: account.company ?? '',
    phones: linesOf(account, 'phone'),
    emails: linesOf(account, 'email'),
  }));
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { ...fields, phones: valuesOf(fields.phones), emails: valuesOf(fields.emails) };
      await call(changeAccount, { params: { id: account.id }, body });
      await readAccountsAgain(client);
      showToast({ text: t('saved') });
      onDone();
    } catch (error) {
      setProblem(error);
      fail(error, t('failed'));
    } finally {
      setBusy(false);
    }
  };
  const put = (changed: Partial<Fields>) => setFields((now) => ({ ...now, ...changed }));
  return { fields, put, problem, isBusy, save };
}
