import { useSyncExternalStore } from 'react';
import { draftKey, keepDraft, readDraft } from '../drafts.ts';
import { draftFrom, keptText, type MailDraft } from './mail-draft.ts';

export const writingKinds = ['reply', 'note', 'forward'] as const;
export type WritingKind = (typeof writingKinds)[number];

export const writingKey = (userId: string, ticketNumber: number, kind: WritingKind) =>
  draftKey(userId, `ticket.${ticketNumber}.${kind}`);

/**
 * Drafts as they stand on the screen. Outside of the components: a file may still be on its way to a draft whose ticket is no
 * longer shown, and a mail may be taken back from anywhere.
 */
const shown = new Map<string, MailDraft>();
const listeners = new Set<() => void>();

function tell() {
  for (const listener of listeners) listener();
}

/** Another window of this browser has written on. */
function heed({ key }: StorageEvent) {
  if (key === null) shown.clear();
  else if (!shown.delete(key)) return;
  tell();
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) window.addEventListener('storage', heed);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('storage', heed);
  };
}

export function readMail(key: string): MailDraft {
  const known = shown.get(key);
  if (known !== undefined) return known;
  const kept = draftFrom(readDraft(key));
  shown.set(key, kept);
  return kept;
}

/** Shows a draft and leaves what is kept as it is: for a mail that is on its way to the server and not yet there. */
export function showMail(key: string, draft: MailDraft): void {
  shown.set(key, draft);
  tell();
}

export function writeMail(key: string, draft: MailDraft): void {
  keepDraft(key, keptText(draft));
  showMail(key, draft);
}

/** Forgets what is kept of a mail that was sent, unless somebody has begun the next one meanwhile. */
export function forgetSent(key: string, sent: MailDraft): void {
  if (readDraft(key) === keptText(sent)) keepDraft(key, '');
}

export function useMail(key: string): MailDraft {
  return useSyncExternalStore(subscribe, () => readMail(key));
}
