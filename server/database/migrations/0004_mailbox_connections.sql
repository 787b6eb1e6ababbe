-- Mailboxes that are read by IMAP. A mailbox without a connection gets its mail by SMTP.

create table mailbox_connections (
  tenant_id uuid not null,
  mailbox_id uuid not null, -- in the key: a mailbox is read from one place
  host text not null,
  port int not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null,
  sign_in text not null default 'password' constraint mailbox_connections_sign_in check (sign_in in ('password')),
  secret bytea not null, -- of the sign-in, sealed by server/secrets.ts with a key that is not in the database
  -- observe: looked at, nothing taken and nothing changed there, until a person starts the work
  mode text not null default 'observe' check (mode in ('observe', 'work')),
  start_from text check (start_from in ('new', 'unanswered', 'all')), -- what the person who started it asked for
  after_taking text not null default 'nothing' check (after_taking in ('nothing', 'flag', 'move')),
  move_to text,
  connected_at timestamptz not null, -- nothing older is ever answered by a machine
  history_read_at timestamptz, -- null: the history is to be read (again)
  last_ok_at timestamptz, -- the last time that all of it had been read
  failing_since timestamptz, -- null: all is well, or it has just been connected
  last_error text, -- a code of shared/problem-texts.ts
  last_error_said text, -- what the server said to it
  primary key (tenant_id, mailbox_id),
  foreign key (tenant_id, mailbox_id) references mailboxes,
  check ((after_taking = 'move') = (move_to is not null)),
  check ((mode = 'work') = (start_from is not null)),
  check ((failing_since is null) = (last_error is null))
);

create table mailbox_folders (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  path text not null,
  role text not null check (role in ('inbox', 'junk', 'sent', 'drafts', 'trash', 'archive', 'all', 'other')),
  is_read boolean not null, -- its mail is taken in
  is_there boolean not null default true, -- false: the server no longer lists it
  -- RFC 3501, 2.3.1.1: UIDs mean something under one UIDVALIDITY only. Null until the folder was opened once.
  uidvalidity bigint,
  first_uid bigint, -- smaller ones were there before the connection: history
  last_uid bigint, -- up to here each mail has its sighting, or was never wanted
  highest_modseq bigint, -- RFC 7162: what went away since is asked by it; null where the server has none
  primary key (tenant_id, mailbox_id, path),
  foreign key (tenant_id, mailbox_id) references mailbox_connections,
  check ((uidvalidity is null) = (first_uid is null)),
  check ((uidvalidity is null) = (last_uid is null))
);

-- Where a ledger row lies in the mailbox; a mail that was moved or renumbered has several. Written with the ledger row, in
-- its transaction: whatever has none was not taken. They outlive the connection: connected again, nothing is taken twice.
create table mailbox_sightings (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  folder text not null,
  uidvalidity bigint not null,
  uid bigint not null,
  intake_id uuid not null,
  seen_at timestamptz not null,
  gone_at timestamptz, -- since when it is known to lie there no longer
  is_marked boolean not null, -- what is to be done in the mailbox after taking was done, or nothing is to be done
  primary key (tenant_id, mailbox_id, folder, uidvalidity, uid),
  foreign key (tenant_id, mailbox_id) references mailboxes,
  foreign key (tenant_id, intake_id) references intake
);
create index mailbox_sightings_of_item on mailbox_sightings (tenant_id, intake_id); -- where a known mail lies
create index mailbox_sightings_to_mark on mailbox_sightings (tenant_id, mailbox_id, folder) where not is_marked;

-- What people wrote in the 90 days before a mailbox was connected, from its headers alone, for its first look.
create table mailbox_history (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  folder text not null,
  uidvalidity bigint not null,
  uid bigint not null,
  conversation text not null, -- sender and first Message-ID: mails of one are one inquiry
  received_at timestamptz not null,
  from_name text not null,
  from_address text not null,
  subject text not null,
  answered_at timestamptz, -- when something was sent that answers it; null: never
  is_wanted boolean not null default false, -- to be taken although it is older than the connection
  primary key (tenant_id, mailbox_id, folder, uidvalidity, uid),
  foreign key (tenant_id, mailbox_id) references mailbox_connections
);
create index mailbox_history_unanswered on mailbox_history (tenant_id, mailbox_id, received_at) where answered_at is null;
