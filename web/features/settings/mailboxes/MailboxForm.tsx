import { Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BodyInput } from '../../../../shared/endpoint.ts';
import type { ListItem } from '../../../../shared/lists.ts';
import { addMailbox, type Mailbox } from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { useLists } from '../../../api-queries.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useRefresh } from '../settings-queries.ts';
import { useMailboxChanges } from './use-mailbox-changes.ts';

interface ChoiceProps {
  label: string;
  rows: readonly ListItem[] | undefined;
  value: string | null;
  onChange: (next: string | null) => void;
}

/** One of the active rows, or the one that is chosen already, or none. */
function ListChoice({ label, rows = [], value, onChange }: ChoiceProps) {
  const { t } = useTranslation('settings');
  const offered = rows.filter(({ id, is_active }) => is_active || id === value);
  return (
    <Select
      label={label}
      placeholder={t('mailboxes.none')}
      clearable
      data={offered.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}

function useSave(mailbox: Mailbox | undefined, body: BodyInput<typeof addMailbox>) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const { change } = useMailboxChanges();
  return async () => {
    if (mailbox !== undefined) {
      await change(mailbox, body);
      showToast({ text: t('saved') });
      return;
    }
    await call(addMailbox, { body });
    await refresh();
    showToast({ text: t('mailboxes.added', { name: body.name }) });
  };
}

/** A new mailbox, or the details of a known one. */
export function MailboxForm({ mailbox, onClose }: { mailbox?: Mailbox; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const lists = useLists();
  const [name, setName] = useState(mailbox?.name ?? '');
  const [addresses, setAddresses] = useState(mailbox?.addresses ?? []);
  const [department, setDepartment] = useState(mailbox?.department_id ?? null);
  const [priority, setPriority] = useState(mailbox?.priority_id ?? null);
  const save = useSave(mailbox, { name, addresses, department_id: department, priority_id: priority });
  return (
    <FormDialog
      title={t(mailbox === undefined ? 'mailboxes.add' : 'mailboxes.change')}
      submitLabel={mailbox === undefined ? t('add') : t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextInput
            label={t('name')}
            dir={dirOf(name)}
            required
            maxLength={100}
            data-autofocus
            value={name}
            error={fieldProblem(problem, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TagsInput
            label={t('mailboxes.addresses')}
            description={t('mailboxes.addressesHint')}
            dir="ltr"
            withAsterisk
            acceptValueOnBlur
            splitChars={[',', ';', ' ']}
            value={addresses}
            error={fieldProblem(problem, 'addresses')}
            onChange={setAddresses}
          />
          <ListChoice
            label={t('mailboxes.department')}
            rows={lists?.departments}
            value={department}
            onChange={setDepartment}
          />
          <ListChoice
            label={t('mailboxes.priority')}
            rows={lists?.priorities}
            value={priority}
            onChange={setPriority}
          />
        </>
      )}
    </FormDialog>
  );
}
