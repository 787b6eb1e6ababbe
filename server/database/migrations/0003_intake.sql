-- The ledger: one row for each thing that reached the business, written before anything else happens to it. Rows are never
-- deleted. Raw bytes are in `raw` (API bodies, at most 1 MiB) or, when raw is null, in the file store under raw_sha256.
create table intake (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel text not null check (channel in ('email', 'phone', 'api', 'form')),
  source text not null, -- the API client's, mailbox's or user's id
  external_key text not null, -- what names the thing at its source, e.g. the Idempotency-Key; our own id when nothing does
  state text not null check (state in ('pending', 'ticket', 'duplicate', 'ignored', 'rejected', 'quarantined')),
  received_at timestamptz not null,
  settled_at timestamptz,
  raw bytea,
  raw_sha256 bytea not null,
  raw_bytes bigint not null,
  media_type text not null,
  envelope jsonb not null default '{}', -- what the transport said: SMTP sender and recipients, remote address
  title text, -- for show in the ledger: the subject
  sender text, -- for show: who it came from
  ticket_id uuid,
  message_id uuid,
  duplicate_of uuid,
  reason text, -- of ignored and rejected
  error text, -- of quarantined
  attempts int not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, channel, source, external_key), -- the same thing twice is one ticket
  -- One check instead of two on the busiest table: the message is that of the ticket, and the ticket is the message's.
  foreign key (tenant_id, ticket_id, message_id) references messages (tenant_id, ticket_id, id),
  foreign key (tenant_id, duplicate_of) references intake (tenant_id, id),
  check ((state = 'ticket') = (ticket_id is not null)),
  check ((ticket_id is null) = (message_id is null)), -- a key with a null in it is not checked
  check ((state = 'duplicate') = (duplicate_of is not null)),
  check (state not in ('ignored', 'rejected') or reason is not null),
  check (state <> 'quarantined' or error is not null),
  check ((state = 'pending') = (settled_at is null))
);
create index intake_unfinished on intake (tenant_id, state, id) where state <> 'ticket'; -- the pages of what is no ticket
create index intake_by_content on intake (tenant_id, raw_sha256) where channel = 'email'; -- the same mail sent again

-- Secrets that the installation makes for itself, the same for every process on this database, e.g. what signs Message-IDs.
create table installation_keys (
  name text primary key,
  key bytea not null
);
