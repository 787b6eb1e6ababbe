create table accounts (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  first_name text,
  last_name text,
  country text,
  city text,
  address text,
  passport text, -- national or company number
  website text,
  birth_date date,
  owner_id uuid,
  lead_id text, -- kept as given: we have no leads
  status_id uuid,
  type_id uuid,
  company text,
  is_subscriber boolean,
  ext_one text,
  ext_two text,
  ext_three text,
  ext_four text,
  name_folded text not null, -- shared/hebrew.ts fold(), so that a search finds what a reader would call the same
  company_folded text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by text not null, -- an actor, "user:<id>", "client:<id>" or "system"
  updated_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references users,
  foreign key (tenant_id, status_id) references account_statuses,
  foreign key (tenant_id, type_id) references account_types
);
create index accounts_name_trigrams on accounts using gin (tenant_id, name_folded gin_trgm_ops);
create index accounts_company_trigrams on accounts using gin (tenant_id, company_folded gin_trgm_ops);
create index accounts_passport_trigrams on accounts using gin (tenant_id, passport gin_trgm_ops) where passport is not null; -- the search finds parts of it
-- Without the id: beside the primary key a second index that has it would tempt the planner of a young database.
create index accounts_by_update on accounts (tenant_id, updated_at);

-- One row per phone number or e-mail address of an account, in its one normal spelling (value) and as people wrote it (shown).
create table account_contacts (
  tenant_id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('email', 'phone')),
  value text not null, -- e-mail in lower case; phone in E.164, or its digits when it is no full number (*2407)
  shown text not null,
  position int not null default 0,
  -- true when an inquiry itself made the account: such a contact is made once, whoever comes first (the unique index below)
  made_by_inquiry boolean not null default false,
  primary key (tenant_id, account_id, kind, value),
  foreign key (tenant_id, account_id) references accounts
);
create index account_contacts_by_value on account_contacts (tenant_id, kind, value);
create unique index account_contacts_once on account_contacts (tenant_id, kind, value) where made_by_inquiry;
-- a phone is found by any tail of its digits: the tail is the head of the reversed number
create index account_contacts_by_tail on account_contacts (tenant_id, kind, reverse(value) text_pattern_ops);
-- a part of an address, anywhere in it
create index account_contacts_trigrams on account_contacts using gin (tenant_id, value gin_trgm_ops);

create table account_notes (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid, -- the published call allows a note of no account
  text text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references accounts
);
create index account_notes_of_account on account_notes (tenant_id, account_id, id);

create table mailboxes (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  department_id uuid, -- tickets that arrive here start in this department
  priority_id uuid,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  last_received_at timestamptz, -- to the minute, so that busy mailboxes don't write it with each mail
  primary key (tenant_id, id),
  foreign key (tenant_id, department_id) references departments,
  foreign key (tenant_id, priority_id) references priorities
);

-- An envelope recipient finds its mailbox and tenant: global, one owner per address.
create table mailbox_addresses (
  address text primary key check (address = lower(address)),
  tenant_id uuid not null,
  mailbox_id uuid not null,
  position int not null default 0, -- the first is the address we send from
  foreign key (tenant_id, mailbox_id) references mailboxes
);
create index mailbox_addresses_of_mailbox on mailbox_addresses (tenant_id, mailbox_id);

create table tickets (
  tenant_id uuid not null, -- one of tenants, since its status, which every ticket has, is
  id uuid not null,
  number bigint not null,
  subject text not null,
  channel text not null check (channel in ('email', 'phone', 'api', 'form')),
  account_id uuid,
  owner_id uuid,
  department_id uuid,
  priority_id uuid,
  status_id uuid not null,
  mailbox_id uuid,
  phone text, -- as the caller wrote it
  email text,
  -- Since when the customer waits for us; null when nobody waits. Always what refresh_waiting in tickets.sql.ts derives from
  -- the messages and the handlings: the earliest word of the customer that no handling has followed.
  waiting_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, account_id) references accounts,
  foreign key (tenant_id, owner_id) references users,
  foreign key (tenant_id, department_id) references departments,
  foreign key (tenant_id, priority_id) references priorities,
  foreign key (tenant_id, status_id) references statuses,
  foreign key (tenant_id, mailbox_id) references mailboxes
);
-- The view "in handling", longest waiting first. The lists come last: a page narrowed by any of them, nobody's included, passes
-- over the others within the index, and counts never leave it.
create index tickets_waiting on tickets (tenant_id, waiting_since, id, status_id, owner_id, department_id, priority_id) where waiting_since is not null;
create index tickets_by_update on tickets (tenant_id, updated_at, id); -- GET /v2/tickets?updated_since=
create index tickets_of_account on tickets (tenant_id, account_id, id) where account_id is not null; -- the customer's card
-- "all", newest first, narrowed by one list, and within the index by the others. An owner may be nobody.
create index tickets_of_status on tickets (tenant_id, status_id, id, owner_id, department_id, priority_id);
create index tickets_of_owner on tickets (tenant_id, owner_id, id, status_id, department_id, priority_id);
create index tickets_of_department on tickets (tenant_id, department_id, id, status_id, owner_id, priority_id) where department_id is not null;
create index tickets_of_priority on tickets (tenant_id, priority_id, id, status_id, owner_id, department_id) where priority_id is not null;
-- "mine": what an owner has closed in all the years is not passed over again and again
create index tickets_mine on tickets (tenant_id, owner_id, id, status_id, department_id, priority_id) where closed_at is null and owner_id is not null;

create table messages (
  tenant_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  channel text not null check (channel in ('email', 'phone', 'api', 'form', 'note')),
  direction text not null check (direction in ('inbound', 'outbound', 'internal')),
  author text not null, -- an actor, or "account:<id>" / "sender" for the customer's own words
  is_automatic boolean not null default false, -- automatic replies never count as handling
  text text not null,
  html text, -- sanitised on the way in; the raw mail keeps the original
  from_name text,
  from_address text,
  recipients jsonb, -- {"to": [{name, address}], "cc": […]}
  subject text,
  message_id text, -- the mail's Message-ID with its angle brackets
  in_reply_to text,
  thread_ids text[], -- the References of the mail, in order
  intake_id uuid, -- the ledger row it came by; no foreign key, since the ledger's own points here
  created_at timestamptz not null, -- when it reached us, or was written by us
  sent_at timestamptz, -- the mail's own Date, for show only
  primary key (tenant_id, id),
  -- serves the conversation; and the ledger's rows name a message together with its ticket
  constraint messages_of_ticket unique (tenant_id, ticket_id, id),
  foreign key (tenant_id, ticket_id) references tickets
);
create index messages_by_message_id on messages (tenant_id, message_id) where message_id is not null; -- threading

create table attachments (
  tenant_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  position int not null,
  file_sha256 bytea not null, -- the content's name in the file store
  size_bytes bigint not null,
  name text not null, -- cleaned of bidi controls and path parts
  media_type text not null,
  content_id text, -- of an inline image, without angle brackets
  is_inline boolean not null default false,
  primary key (tenant_id, id),
  foreign key (tenant_id, message_id) references messages
);
create index attachments_of_message on attachments (tenant_id, message_id, position);

-- Why a ticket counts as handled: the evidence. A handling covers every word of the customer up to its `at`.
create table handlings (
  tenant_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  kind text not null check (kind in ('reply', 'call', 'reason')),
  at timestamptz not null, -- when the reply was written, the call answered, the reason recorded
  message_id uuid, -- the reply that the recipient's server accepted
  user_id uuid,
  reason text, -- a code of shared/tickets.ts, or "other: free text"
  undone_at timestamptz, -- a bounce, or a person's undo
  primary key (tenant_id, id),
  foreign key (tenant_id, ticket_id) references tickets,
  foreign key (tenant_id, message_id) references messages,
  foreign key (tenant_id, user_id) references users,
  check (kind <> 'reason' or (reason is not null and user_id is not null)),
  check (kind <> 'reply' or message_id is not null)
);
create index handlings_of_ticket on handlings (tenant_id, ticket_id, at);
create unique index handlings_once_per_reply on handlings (tenant_id, message_id) where kind = 'reply' and undone_at is null;

-- A line of a ticket's history.
create table events (
  tenant_id uuid not null,
  ticket_id uuid not null,
  id uuid not null,
  kind text not null,
  actor text not null,
  at timestamptz not null,
  detail jsonb not null default '{}',
  primary key (tenant_id, ticket_id, id),
  foreign key (tenant_id, ticket_id) references tickets
);

-- The outbox: a row per outgoing message, and what the recipient's server said to it.
create table deliveries (
  tenant_id uuid not null,
  message_id uuid not null,
  state text not null check (state in ('queued', 'sent', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz,
  server_answer text, -- of the accepting or refusing server, e.g. "250 2.0.0 OK queued as 4F2"
  accepted_at timestamptz,
  failed_at timestamptz,
  primary key (tenant_id, message_id),
  foreign key (tenant_id, message_id) references messages
);
create index deliveries_due on deliveries (tenant_id, next_attempt_at) where state = 'queued';
