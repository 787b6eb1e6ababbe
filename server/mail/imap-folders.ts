import type { ListResponse } from 'imapflow';

export const folderRoles = ['inbox', 'junk', 'sent', 'drafts', 'trash', 'archive', 'all', 'other'] as const;
export type FolderRole = (typeof folderRoles)[number];

export interface ImapFolder {
  readonly path: string;
  readonly role: FolderRole;
  /** Null of a folder that can't be opened. */
  readonly uidvalidity: number | null;
  /** The UID that the next mail will get, or a smaller one. */
  readonly uidNext: number | null;
}

/** RFC 6154, 2; the server's word counts before any name. */
const byUse: Readonly<Record<string, FolderRole>> = {
  '\\Inbox': 'inbox',
  '\\Junk': 'junk',
  '\\Sent': 'sent',
  '\\Drafts': 'drafts',
  '\\Trash': 'trash',
  '\\Archive': 'archive',
  '\\All': 'all',
};

/** Names of Hebrew mail programs and providers, on servers that don't say what a folder is for. */
const hebrewNames: Readonly<Record<string, FolderRole>> = {
  'דואר נכנס': 'inbox',
  'דואר זבל': 'junk',
  זבל: 'junk',
  ספאם: 'junk',
  'דואר לא רצוי': 'junk',
  'דואר אלקטרוני לא רצוי': 'junk',
  נשלח: 'sent',
  נשלחו: 'sent',
  'דואר שנשלח': 'sent',
  'דואר נשלח': 'sent',
  'פריטים שנשלחו': 'sent',
  'הודעות שנשלחו': 'sent',
  טיוטות: 'drafts',
  אשפה: 'trash',
  'סל המיחזור': 'trash',
  'סל מיחזור': 'trash',
  'פריטים שנמחקו': 'trash',
  ארכיון: 'archive',
  'כל הדואר': 'all',
};

export function roleOf({
  path,
  name,
  specialUse,
  specialUseSource,
}: Pick<ListResponse, 'path' | 'name' | 'specialUse' | 'specialUseSource'>): FolderRole {
  if (path.toUpperCase() === 'INBOX') return 'inbox';
  const told = specialUse === undefined ? undefined : byUse[specialUse];
  if (told !== undefined && specialUseSource === 'extension') return told;
  const plain = name.replace(/[\p{Cf}]/gu, '').trim();
  return hebrewNames[plain] ?? told ?? 'other';
}

/** One folder for each role but `other`, the server's word before a name: two Sent folders are one of them and another. */
export function foldersOf(listed: readonly ListResponse[]): ImapFolder[] {
  const taken = new Set<FolderRole>();
  const byWord = (one: ListResponse) => (one.specialUseSource === 'extension' ? 0 : 1);
  const roles = new Map<string, FolderRole>();
  for (const one of listed.toSorted((a, b) => byWord(a) - byWord(b))) {
    const role = roleOf(one);
    roles.set(one.path, taken.has(role) ? 'other' : role);
    if (role !== 'other') taken.add(role);
  }
  const canOpen = ({ flags }: ListResponse) => !flags.has('\\Noselect') && !flags.has('\\NonExistent');
  return listed.filter(canOpen).map(({ path, status }) => ({
    path,
    role: roles.get(path) ?? 'other',
    uidvalidity: status?.uidValidity === undefined ? null : Number(status.uidValidity),
    uidNext: status?.uidNext ?? null,
  }));
}
