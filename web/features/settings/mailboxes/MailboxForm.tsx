import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMailbox, type Mailbox } from '../../../../shared/mailboxes.ts';
import { ApiProblem, call } from '../../../api.ts';
import { useLists } from '../../../api-queries.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { changesOf } from '../changes.ts';
import { FormDialog } from '../FormDialog.tsx';
import { ListChoice } from '../ListChoice.tsx';
import { NameField } from '../NameField.tsx';
import { useRefresh } from '../settings-queries.ts';
import { TicketAddressField } from './TicketAddressField.tsx';
import { useMailboxChanges } from './use-mailbox-changes.ts';

type Draft = Pick<Mailbox, 'name' | 'addresses' | 'department_id' | 'priority_id' | 'ticket_address'>;

const draftOf = (mailbox: Mailbox | undefined): Draft => ({
  name: mailbox?.name ?? '',
  addresses: mailbox?.addresses ?? [],
  department_id: mailbox?.department_id ?? null,
  priority_id: mailbox?.priority_id ?? null,
  ticket_address: mailbox?.ticket_address ?? 'auto',
});

function useSave(mailbox: Mailbox | undefined) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const { change } = useMailboxChanges();
  const [before] = useState(() => draftOf(mailbox));
  return async (draft: Draft) => {
    if (mailbox === undefined) {
      await call(addMailbox, { body: draft });
      await refresh();
      showToast({ text: t('mailboxes.added', { name: draft.name }) });
      return;
    }
    const changes = changesOf(before, draft);
    if (Object.keys(changes).length === 0) return;
    await change(mailbox, changes);
    showToast({ text: t('saved') });
  };
}

/** What is wrong with the addresses; of several, which one it is. */
function addressProblem(problem: unknown, addresses: readonly string[]): string | null {
  const message = fieldProblem(problem, 'addresses');
  if (message === null || !(problem instanceof ApiProblem)) return message;
  const place = problem.fields.map(({ field }) => /^addresses\.(\d+)$/.exec(field)?.[1]).find(Boolean);
  const address = place === undefined ? undefined : addresses[Number(place)];
  return address === undefined ? message : `${message}: \u2068${address}\u2069`;
}

/** A new mailbox, or the details of a known one. */
export function MailboxForm({ mailbox, onClose }: { mailbox?: Mailbox; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const lists = useLists();
  const [draft, setDraft] = useState(() => draftOf(mailbox));
  const save = useSave(mailbox);
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  return (
    <FormDialog
      title={t(mailbox === undefined ? 'mailboxes.add' : 'mailboxes.change')}
      submitLabel={mailbox === undefined ? t('add') : t('common:save')}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <NameField name={draft.name} problem={problem} onChange={(name) => set({ name })} />
          <TagsInput
            label={t('mailboxes.addresses')}
            description={t('mailboxes.addressesHint')}
            dir="ltr"
            withAsterisk
            acceptValueOnBlur
            splitChars={[',', ';', ' ']}
            value={draft.addresses}
            error={addressProblem(problem, draft.addresses)}
            onChange={(addresses) => set({ addresses })}
          />
          <ListChoice
            label={t('mailboxes.department')}
            none={t('mailboxes.none')}
            rows={lists?.departments}
            value={draft.department_id}
            problem={fieldProblem(problem, 'department_id')}
            onChange={(department_id) => set({ department_id })}
          />
          <ListChoice
            label={t('mailboxes.priority')}
            none={t('mailboxes.none')}
            rows={lists?.priorities}
            value={draft.priority_id}
            problem={fieldProblem(problem, 'priority_id')}
            onChange={(priority_id) => set({ priority_id })}
          />
          <TicketAddressField
            mailbox={mailbox}
            value={draft.ticket_address}
            onChange={(ticket_address) => set({ ticket_address })}
          />
        </>
      )}
    </FormDialog>
  );
}
