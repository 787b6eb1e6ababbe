-- What comparing an exchange's own records with our calls found. Each run is a row, so that a missing night shows.
create table phone_reconciliations (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  source text not null check (source in ('log', 'file')),
  since timestamptz, -- what was compared; null: all of the file
  until timestamptz,
  file_sha256 bytea, -- of `file`: its content
  settings jsonb not null default '{}', -- of `file`: names of columns, from when on calls are taken in
  started_at timestamptz not null,
  ended_at timestamptz, -- null while it runs, and for ever when its process died
  progress jsonb,
  account jsonb, -- the equation, as in shared/phone-reconciliations.ts
  problem text, -- why it could not be finished: a code of shared/problem-texts.ts
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references phone_connections,
  check (account is null or problem is null)
);
create index phone_reconciliations_of_connection on phone_reconciliations (tenant_id, connection_id, id); -- the newest

-- How it stands with an Asterisk's manager interface, for people to see.
create table phone_sessions (
  tenant_id uuid not null,
  connection_id uuid not null,
  is_connected boolean not null,
  since timestamptz not null,
  problem text,
  said text, -- in the exchange's own words
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references phone_connections
);

-- A record that was sent of a part of a journey, found by the part's own id when the exchange's books have it as a call.
create index call_events_of_record on call_events (tenant_id, event_key) where event_key like 'cdr %';
