-- What a sweep of a mailbox found: its own mails by UID against the ledger. Each run is a row, so that a missing night shows.
create table mailbox_reconciliations (
  tenant_id uuid not null,
  id uuid not null,
  mailbox_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz, -- null while it runs, and for ever when its process died
  account jsonb, -- the equation, as in shared/reconciliations.ts
  problem text, -- why it could not be finished: a code of shared/problem-texts.ts
  primary key (tenant_id, id),
  foreign key (tenant_id, mailbox_id) references mailboxes,
  check (account is null or problem is null)
);
create index mailbox_reconciliations_of_mailbox on mailbox_reconciliations (tenant_id, mailbox_id, id); -- the newest
