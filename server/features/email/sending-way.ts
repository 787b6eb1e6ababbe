import type { Context } from '../../context.ts';
import type { DkimKey } from '../../mail/dkim.ts';
import type { Sender } from '../../mail/send.ts';

/** How a mail leaves: through which server, and signed by whom. */
export interface SendingWay {
  readonly sender: Sender;
  /** Null: not signed. */
  readonly dkim: DkimKey | null;
}

/** Whose mail is to leave: the mailbox's, under this address. A mailbox that is null is none of ours any more. */
export interface SentFrom {
  readonly mailboxId: string | null;
  readonly address: string;
}

/** Finds the way of each mailbox. Null: there is none, and the mail waits. */
export interface Senders {
  senderFor(ctx: Context, from: SentFrom): Promise<SendingWay | null>;
  close(): void;
}
