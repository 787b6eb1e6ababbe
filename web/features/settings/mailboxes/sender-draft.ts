import type { BodyInput } from '../../../../shared/endpoint.ts';
import type { changeSender } from '../../../../shared/mailbox-senders.ts';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { sendingHintFor } from './server-hints.ts';

type Body = BodyInput<typeof changeSender>;

/** What a person has typed and chosen so far; `installation`: no server of its own. */
export interface SenderDraft {
  readonly through: 'installation' | 'password' | 'oauth' | 'none';
  readonly host: string;
  readonly port: number | '';
  readonly security: Body['security'];
  readonly username: string;
  readonly password: string;
  readonly fromName: string;
}

export function senderDraftOf({ sender, addresses }: Mailbox): SenderDraft {
  const [address = ''] = addresses;
  const { host, port, security } = sender ?? sendingHintFor(address);
  return {
    through: sender?.sign_in ?? 'installation',
    host,
    port,
    security,
    username: sender?.username ?? address,
    password: '',
    fromName: sender?.from_name ?? '',
  };
}

/** The server of the draft; undefined: the installation's. An empty password is the known one. */
export function serverOf({ through, host, port, security, username, password }: SenderDraft) {
  if (through === 'installation') return undefined;
  const server = { host, port: Number(port), security, sign_in: through };
  return { ...server, ...(through === 'password' && { username, ...(password !== '' && { password }) }) };
}
