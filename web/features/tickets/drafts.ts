const prefix = 'pniya.draft.';

/** Where a draft of one user is kept; people share computers, so the user is part of it. */
export const draftKey = (userId: string, what: string) => `${prefix}${userId}.${what}`;

/** The kept draft, empty when there is none or the browser keeps nothing. */
export function readDraft(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** Keeps a draft across reloads and sign-outs; an empty text forgets it. A full or forbidden store loses nothing on screen. */
export function keepDraft(key: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Private windows may refuse: the text is still in the box.
  }
}
