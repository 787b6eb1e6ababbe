import type { MailboxSender } from '../../../shared/mailbox-senders.ts';
import type { SenderRecord } from './senders.sql.ts';

export function senderShown(record: SenderRecord): MailboxSender {
  const { host, port, security, sign_in, username, from_name } = record;
  return {
    ...{ host, port, security, sign_in, username, from_name },
    last_ok_at: record.last_ok_at?.toISOString() ?? null,
    failing_since: record.failing_since?.toISOString() ?? null,
    problem: record.last_error,
    server_said: record.last_error_said,
  };
}
