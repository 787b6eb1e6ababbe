import type { BodyInput } from '../../../../shared/endpoint.ts';
import type { connectMailbox, Mailbox, MailboxFolder } from '../../../../shared/mailboxes.ts';
import { hintFor } from './server-hints.ts';

type Body = BodyInput<typeof connectMailbox>;

/** What a person has typed and chosen so far. */
export interface ConnectionDraft {
  readonly host: string;
  readonly port: number | '';
  readonly security: Body['security'];
  readonly signIn: 'password' | 'oauth';
  readonly username: string;
  readonly password: string;
  /** Null until the server's folders are known. */
  readonly folders: readonly MailboxFolder[] | null;
  readonly afterTaking: NonNullable<Body['after_taking']>;
  readonly moveTo: string | null;
}

export function draftOf({ connection, authorization, addresses }: Mailbox): ConnectionDraft {
  const [address = ''] = addresses;
  const { host, port, security } = connection ?? hintFor(address);
  return {
    host,
    port,
    security,
    signIn: connection?.sign_in ?? (authorization === null ? 'password' : 'oauth'),
    username: connection?.username ?? address,
    password: '',
    folders: connection?.folders ?? null,
    afterTaking: connection?.after_taking ?? 'nothing',
    moveTo: connection?.move_to ?? null,
  };
}

/** How the draft signs in; an empty password is the known one. */
export function serverOf({ host, port, security, signIn, username, password }: ConnectionDraft) {
  const server = { host, port: Number(port), security, sign_in: signIn, username };
  return { ...server, ...(signIn === 'password' && password !== '' && { password }) };
}

export function bodyOf(draft: ConnectionDraft): Body {
  const read = draft.folders?.filter(({ is_read }) => is_read).map(({ path }) => path);
  return {
    ...serverOf(draft),
    ...(read && { folders: read }),
    after_taking: draft.afterTaking,
    move_to: draft.afterTaking === 'move' ? draft.moveTo : null,
  };
}
