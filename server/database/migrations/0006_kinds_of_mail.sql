-- Mail that programs write: what it is, what it says of our own mail, and the one kind that we write ourselves.

-- Null: a word of somebody. Of `bulk` it may be; the others never wait for an answer (is_automatic).
alter table messages add column kind text
  check (kind in ('bounce', 'delay', 'receipt', 'feedback', 'auto_reply', 'bulk'));

alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check check (state in ('queued', 'sent', 'failed', 'bounced'));
alter table deliveries add column bounced_at timestamptz;

-- What mail servers said, after they had taken it, of a message that we sent: the evidence for "bounced".
create table delivery_reports (
  tenant_id uuid not null,
  message_id uuid not null,
  address text not null, -- as the report names it, in lower case; '' where it names nobody
  reported_by uuid not null, -- the mail that says so
  kind text not null check (kind in ('bounce', 'delay')),
  status text, -- RFC 3463
  said text not null, -- in the server's words
  server text,
  at timestamptz not null,
  primary key (tenant_id, message_id, address, reported_by),
  foreign key (tenant_id, message_id) references deliveries,
  foreign key (tenant_id, reported_by) references messages
);

-- E-mail addresses at which a reply did not arrive. Not a column of the contacts: a reply may go to an address that is none.
create table bounced_addresses (
  tenant_id uuid not null references tenants,
  address text not null check (address = lower(address)),
  at timestamptz not null,
  said text not null,
  primary key (tenant_id, address)
);

-- What we wrote to an address last: a report or an absence note that names no mail of ours is laid beside it.
create index messages_sent_to on messages (tenant_id, lower(recipients -> 'to' -> 0 ->> 'address'), id)
  where direction = 'outbound' and channel = 'email';

-- "We have received your inquiry", by mail. Null: off. Mail that is older than this instant is never acknowledged.
alter table mailboxes add column acknowledges_since timestamptz;
alter table mailboxes add column acknowledgement_he text; -- null: our own words
alter table mailboxes add column acknowledgement_en text;
alter table mailboxes add column acknowledgement_hours int not null default 24 check (acknowledgement_hours between 1 and 720);

-- The last acknowledgement to each address, tags cut off: one in a window, whatever its mails are.
create table acknowledgements (
  tenant_id uuid not null references tenants,
  address text not null check (address = lower(address)),
  at timestamptz not null,
  primary key (tenant_id, address)
);
