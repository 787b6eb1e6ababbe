-- The phone: exchanges that tell us of calls, and calls. A call is one journey of a caller, however many legs and reports it has.

create table phone_connections (
  tenant_id uuid not null references tenants,
  id uuid not null,
  provider text not null check (provider in ('generic', 'sipgate', 'placetel', 'twilio', 'voicenter', 'asterisk')),
  name text not null,
  token_hash bytea not null, -- SHA-256 of the 256 random bits in its address
  secret bytea, -- sealed (server/secrets.ts): what signs its requests, or signs us in at it
  provider_account text,
  timezone text, -- in which it tells the time; null: the tenant's
  department_id uuid, -- where call-back tickets begin
  queues jsonb not null default '[]', -- [{queue, department_id}]
  window_minutes int not null default 10 check (window_minutes between 1 and 1440),
  callback_days int not null default 7 check (callback_days between 1 and 60),
  is_active boolean not null default true,
  created_at timestamptz not null,
  last_received_at timestamptz, -- to the minute
  refused_count bigint not null default 0, -- requests with a wrong signature: nothing else of them is kept
  last_refused_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, department_id) references departments
);

-- How exchanges name a user: extension, answering number, login, in one spelling (value) and as given (shown).
create table user_phones (
  tenant_id uuid not null,
  value text not null,
  user_id uuid not null,
  shown text not null,
  position int not null, -- the first is rung by click to call
  primary key (tenant_id, value),
  foreign key (tenant_id, user_id) references users
);
create index user_phones_of_user on user_phones (tenant_id, user_id, position);

-- Numbers that called or were called: locked while what follows from a call is decided, so that five calls of one caller at the
-- same moment are one ticket.
create table callers (
  tenant_id uuid not null references tenants,
  number text not null,
  called_at timestamptz not null,
  primary key (tenant_id, number)
);

-- What call_events say, reduced (calls/reduce.ts). Which ticket and message it became is in its ledger row, so that what moves
-- messages moves calls.
create table calls (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  call_key text not null, -- the exchange's id of the journey
  intake_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  from_value text not null default '', -- normal form; empty: withheld
  from_shown text not null default '',
  to_value text not null default '',
  to_shown text not null default '',
  party text, -- of the two, the customer's; null: withheld
  queue text,
  state text not null check (state in ('ringing', 'answered', 'ended')),
  result text check (result in ('answered', 'abandoned', 'no_answer', 'busy', 'failed', 'voicemail', 'out_of_hours')),
  user_id uuid,
  answered_by text, -- as the exchange says it
  ringing uuid[] not null default '{}', -- users at whom it rings
  account_id uuid,
  waiting_seconds int,
  talking_seconds int,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  recording_url text,
  ivr_path text[] not null default '{}',
  custom jsonb not null default '{}',
  is_test boolean not null default false,
  is_pulled boolean not null default false,
  is_unclassified boolean not null default false, -- answered, and nobody said what it was
  classified_as text check (classified_as in ('ticket', 'new_ticket', 'no_inquiry')),
  classified_by uuid, -- null: a rule
  classified_at timestamptz,
  reason text,
  reason_text text,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, connection_id, call_key), -- one journey is one call, however often it is told
  unique (tenant_id, intake_id),
  foreign key (tenant_id, connection_id) references phone_connections,
  foreign key (tenant_id, intake_id) references intake,
  foreign key (tenant_id, user_id) references users,
  foreign key (tenant_id, classified_by) references users,
  foreign key (tenant_id, account_id) references accounts,
  check ((state = 'ended') = (result is not null)),
  check ((classified_as is null) = (classified_at is null))
);
create index calls_newest on calls (tenant_id, started_at, id); -- the history
create index calls_live on calls (tenant_id, started_at, id) where state <> 'ended';
create index calls_unclassified on calls (tenant_id, started_at, id) where is_unclassified;
create index calls_of_account on calls (tenant_id, account_id, started_at, id) where account_id is not null;
create index calls_of_party on calls (tenant_id, party, started_at) where party is not null;
create index calls_of_user on calls (tenant_id, user_id, started_at, id) where user_id is not null;
create index calls_by_tail on calls (tenant_id, reverse(party) text_pattern_ops) where party is not null; -- any tail of the digits

-- Each thing that an exchange told of a call, once: its own identity of it is the key. The raw bytes stay.
create table call_events (
  tenant_id uuid not null,
  call_id uuid not null,
  event_key text not null,
  event jsonb not null, -- phone/event.ts
  raw bytea, -- null: the bytes of the ledger row
  received_at timestamptz not null,
  primary key (tenant_id, call_id, event_key),
  foreign key (tenant_id, call_id) references calls
);

-- Tickets that a call is the evidence of: once for each, whichever order calls become known in.
create table call_handlings (
  tenant_id uuid not null,
  call_id uuid not null,
  ticket_id uuid not null,
  handling_id uuid not null,
  primary key (tenant_id, call_id, ticket_id),
  foreign key (tenant_id, call_id) references calls,
  foreign key (tenant_id, ticket_id) references tickets
);

-- The calls of a ticket, by their ledger rows.
create index intake_calls_of_ticket on intake (tenant_id, ticket_id) where channel = 'phone' and ticket_id is not null;
