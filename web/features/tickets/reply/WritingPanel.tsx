import { useQuery } from '@tanstack/react-query';
import { Paperclip } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { signatureFor } from '../../../../shared/templates.ts';
import { fillFields } from '../../../../shared/text-fields.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { signaturesQuery, templatesQuery, useLists, useSession } from '../../../api-queries.ts';
import { showToast } from '../../../components/toast.ts';
import styles from './Composer.module.css';
import type { WritingKind } from './draft-store.ts';
import { FileTray } from './FileTray.tsx';
import { Foot } from './Foot.tsx';
import { MailHead } from './MailHead.tsx';
import { filesOf, type MailDraft } from './mail-draft.ts';
import { speaksOfFile } from './mentions.ts';
import { SignatureBox } from './SignatureBox.tsx';
import { TextBox } from './TextBox.tsx';
import { templateValues } from './template-values.ts';
import { useRunning } from './uploads.ts';
import { useFiles } from './use-files.ts';
import { useTarget } from './use-target.ts';
import type { SendOptions, Writing } from './use-writing.ts';

interface Props {
  page: TicketPage;
  writing: Writing;
  kind: WritingKind;
  box: RefObject<HTMLTextAreaElement | null>;
  onCancelForward: () => void;
  onSent: () => void;
}

/** Whether there is something to send: words, or files with a signature; a message that is passed on needs no words. */
function isSendable(kind: WritingKind, mail: MailDraft, signature: string): boolean {
  if (mail.text.trim() !== '') return true;
  if (kind === 'forward') return mail.forwards !== null;
  return kind === 'reply' && filesOf(mail).length > 0 && signature.trim() !== '';
}

function usePanel({ page, writing, kind, onSent }: Props) {
  const { ticket } = page;
  const draft = writing.drafts[kind];
  const target = useTarget(ticket, kind, draft.mail);
  const values = templateValues(page, useSession(), useLists(), target.from ?? '');
  const { data: signatures } = useQuery(signaturesQuery);
  const usual =
    signatures === undefined ? '' : fillFields(signatureFor(signatures, ticket.department_id), values);
  const signature = kind === 'note' ? '' : (draft.mail.signature ?? usual);
  const coming = useRunning(draft.key);
  const { t } = useTranslation('sending');
  const isMail = kind !== 'note';
  const isBlocked = isMail && target.from === null;
  const cannotSend =
    isBlocked ||
    writing.pending !== null ||
    !isSendable(kind, draft.mail, signature) ||
    (isMail && !target.isWhole);
  const send = (options?: SendOptions) => {
    if (cannotSend) return;
    // Nobody should find out from the customer that a file was missing.
    if (isMail && coming.length > 0) {
      showToast({ tone: 'failed', text: t('files.wait') });
      return;
    }
    void writing.send(kind, usual, target.to, options);
    onSent();
  };
  const lacksFile =
    kind === 'reply' && speaksOfFile(draft.mail.text) && filesOf(draft.mail).length + coming.length === 0;
  return { lacksFile, draft, target, values, usual, signature, isBlocked, cannotSend, send };
}

function NoFile() {
  const { t } = useTranslation('sending');
  return (
    <p className={styles.way} role="status">
      <Paperclip size={13} aria-hidden /> {t('files.missing')}
    </p>
  );
}

/** The text with what stands above and below it: what is sent is what is seen here. */
export function WritingPanel(props: Props) {
  const { page, kind, box, onCancelForward } = props;
  const { t } = useTranslation('sending');
  const panel = usePanel(props);
  const { draft, target, values, signature, isBlocked, send } = panel;
  const { key, mail, change } = draft;
  const { data: templates } = useQuery(templatesQuery);
  const files = useFiles(key, box, t('files.picture'));
  const isMail = kind !== 'note' && !isBlocked;
  return (
    <div
      id="writing"
      role="tabpanel"
      aria-labelledby={`writing-${kind}`}
      className={styles.panel}
      data-over={(isMail && files.isOver) || undefined}
      {...(isMail ? files.zone : {})}
    >
      <MailHead
        key={`${kind} ${props.writing.sentCount}`}
        page={page}
        kind={kind}
        draft={draft}
        target={target}
        onCancelForward={onCancelForward}
      />
      <TextBox
        box={box}
        kind={kind}
        draft={draft}
        templates={templates?.items ?? []}
        departmentId={page.ticket.department_id}
        values={values}
        isBlocked={isBlocked}
        onPaste={isMail ? files.paste : undefined}
        onSend={() => send()}
      />
      {isMail && signature !== '' ? (
        <SignatureBox text={signature} onChange={(next) => change({ signature: next })} />
      ) : null}
      <FileTray draftKey={key} mail={mail} />
      {isMail && panel.lacksFile ? <NoFile /> : null}
      <Foot
        box={box}
        kind={kind}
        isMail={isMail}
        templates={templates?.items}
        departmentId={page.ticket.department_id}
        values={values}
        isDisabled={panel.cannotSend}
        onFiles={files.add}
        onSignature={signature === '' && panel.usual !== '' ? () => change({ signature: null }) : null}
        onSend={send}
      />
    </div>
  );
}
