import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountCard, addAccountNote } from '../../../../shared/accounts.ts';
import { call } from '../../../api.ts';
import { useMay, useSession } from '../../../api-queries.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useActorName } from '../actor-name.ts';
import { draftKey, keepDraft, readDraft } from '../drafts.ts';
import { readAccountsAgain } from './account-queries.ts';
import styles from './CustomerCard.module.css';

const most = 4000;

function NoteForm({ account }: { account: AccountCard }) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const fail = useFailure();
  const key = draftKey(useSession().user.id, `account.${account.id}.note`);
  const [text, setText] = useState(() => readDraft(key));
  const [isBusy, setBusy] = useState(false);
  const write = (next: string) => {
    setText(next);
    keepDraft(key, next);
  };
  const save = async () => {
    if (text.trim() === '' || isBusy) return;
    setBusy(true);
    try {
      await call(addAccountNote, { params: { id: account.id }, body: { text } });
      write('');
      await readAccountsAgain(client);
    } catch (error) {
      fail(error, t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.code === 'Escape') event.currentTarget.blur();
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
        }}
        aria-label={t('notePlaceholder')}
        placeholder={t('notePlaceholder')}
        maxLength={most}
        autosize
        minRows={1}
        maxRows={8}
        dir={dirOf(text)}
      />
      {text.trim() === '' ? null : (
        <div className={styles.buttons}>
          <Button type="submit" size="compact-sm" loading={isBusy}>
            {t('saveNote')}
          </Button>
        </div>
      )}
    </form>
  );
}

/** What we know of the customer that no ticket says. */
export function AccountNotes({ account }: { account: AccountCard }) {
  const { t } = useTranslation('account');
  const mayWrite = useMay('accounts:write');
  const actorName = useActorName();
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>{t('notes')}</h3>
      {account.notes.length === 0 ? <p className={styles.muted}>{t('noNotes')}</p> : null}
      <ul className={styles.list}>
        {account.notes.map((note) => (
          <li key={note.id} className={styles.note}>
            <p dir="auto">{note.text}</p>
            <small>
              <Auto>{actorName(note.author)}</Auto> · <Time at={note.created_at} />
            </small>
          </li>
        ))}
      </ul>
      {mayWrite ? <NoteForm account={account} /> : null}
    </section>
  );
}
