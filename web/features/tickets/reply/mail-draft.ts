import { z } from 'zod';
import { mailAddress } from '../../../../shared/messages.ts';
import { inlineMark, type Upload, upload } from '../../../../shared/sending.ts';

/** What is being written: a reply, a mail that passes a message on, or an inner note (its text only). */
const mailDraft = z.object({
  text: z.string(),
  /** What stands below it once somebody has changed that; null: as the settings say. */
  signature: z.string().nullable(),
  /** Null: to whom the ticket's mail came from. */
  to: z.array(mailAddress).nullable(),
  cc: z.array(mailAddress),
  /** Null: the mailbox that the ticket came to. */
  mailboxId: z.string().nullable(),
  attachments: z.array(upload),
  /** The message that is answered; null: the customer's last one. */
  answers: z.string().nullable(),
  /** The message that is passed on. */
  forwards: z.string().nullable(),
  withItsFiles: z.boolean(),
});
export type MailDraft = z.infer<typeof mailDraft>;

export const emptyDraft: MailDraft = {
  text: '',
  signature: null,
  to: null,
  cc: [],
  mailboxId: null,
  attachments: [],
  answers: null,
  forwards: null,
  withItsFiles: true,
};

/** A kept draft; of one that another version of this page kept, what can be read. */
export function draftFrom(kept: string): MailDraft {
  if (kept === '') return emptyDraft;
  try {
    const values: unknown = JSON.parse(kept);
    const whole = mailDraft.safeParse({ ...emptyDraft, ...(values as object) });
    if (whole.success) return whole.data;
    const text = z.object({ text: z.string() }).safeParse(values);
    return text.success ? { ...emptyDraft, text: text.data.text } : emptyDraft;
  } catch {
    return { ...emptyDraft, text: kept };
  }
}

/** Whether somebody has put something into it that would be a loss. */
export const isBegun = ({ text, attachments, to, cc }: MailDraft) =>
  text !== '' || attachments.length > 0 || to !== null || cc.length > 0;

/** Empty when nothing would be lost, as drafts are kept. */
export const keptText = (draft: MailDraft) =>
  isBegun(draft) || draft.forwards !== null || draft.answers !== null || draft.signature !== null
    ? JSON.stringify(draft)
    : '';

/** What is sent: exactly what stands in the two boxes, one above the other. */
export function wholeText(text: string, signature: string): string {
  const below = signature.trim() === '' ? '' : signature.replace(/\s+$/, '');
  if (below === '') return text;
  return text.trim() === '' ? below : `${text.replace(/\s+$/, '')}\n\n${below}`;
}

/** A text that was sent, taken apart again; a signature that it does not end with was changed, and is part of it. */
export function takenApart(whole: string, signature: string): Pick<MailDraft, 'text' | 'signature'> {
  const below = signature.replace(/\s+$/, '');
  if (below === '') return { text: whole, signature: null };
  if (whole === below) return { text: '', signature: null };
  return whole.endsWith(`\n\n${below}`)
    ? { text: whole.slice(0, -below.length - 2), signature: null }
    : { text: whole, signature: '' };
}

/** The pictures that stand in a text. */
export const picturesIn = (text: string) => [...text.matchAll(inlineMark)].map(([, , id = '']) => id);

/** The files that go along: a picture whose mark was taken out of the text does not. */
export function filesOf({ text, attachments }: Pick<MailDraft, 'text' | 'attachments'>): Upload[] {
  const shown = new Set(picturesIn(text));
  return attachments.filter(({ id, is_inline }) => !is_inline || shown.has(id));
}

/** The text without the mark of a picture. */
export const withoutPicture = (text: string, id: string) =>
  text.replace(inlineMark, (mark, _name, shown: string) => (shown === id ? '' : mark));

const joinedTexts = (first: string, second: string) =>
  first === '' || first === second ? second : second === '' ? first : `${first}\n\n${second}`;

/** What comes back into the box, before whatever was begun there meanwhile. */
export function rejoined(back: MailDraft, begun: MailDraft): MailDraft {
  if (!isBegun(begun)) return back;
  const known = new Set(back.attachments.map(({ id }) => id));
  return {
    ...back,
    text: joinedTexts(back.text, begun.text),
    attachments: [...back.attachments, ...begun.attachments.filter(({ id }) => !known.has(id))],
  };
}
