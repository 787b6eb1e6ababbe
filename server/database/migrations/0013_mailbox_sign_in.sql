-- How mailboxes sign in with Google and Microsoft, how each one sends, and how what is sent is signed.

-- The application that the business has registered at a provider. Everything sealed here is sealed by server/secrets.ts.
create table mail_apps (
  tenant_id uuid not null references tenants,
  provider text not null check (provider in ('google', 'microsoft')),
  client_id text,
  client_secret bytea, -- sealed
  directory text, -- Microsoft: the organisation whose accounts sign in; null for Google
  service_account text, -- Google: the program that may act for every mailbox of the organisation
  service_key bytea, -- sealed
  primary key (tenant_id, provider),
  check ((client_id is null) = (client_secret is null)),
  check ((service_account is null) = (service_key is null)),
  check (client_id is not null or service_account is not null),
  check ((provider = 'microsoft') = (directory is not null)),
  check (provider = 'google' or service_account is null)
);

-- What lets us into a mailbox at a provider, to read and to send.
create table mailbox_authorizations (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  provider text not null,
  kind text not null check (kind in ('person', 'app')), -- a person allowed it there, or the organisation's application may
  username text not null, -- the mailbox as the provider knows it
  refresh_token bytea, -- sealed; a provider may replace it with each use
  granted_at timestamptz not null,
  primary key (tenant_id, mailbox_id),
  foreign key (tenant_id, mailbox_id) references mailboxes,
  foreign key (tenant_id, provider) references mail_apps, -- an application that is in use stays
  check ((kind = 'person') = (refresh_token is not null))
);

-- People who are on their way through a provider's sign-in page. Each is used once, and by the session that began it.
create table mailbox_authorization_requests (
  tenant_id uuid not null,
  state_hash bytea not null, -- SHA-256 of the state that travels
  mailbox_id uuid not null,
  provider text not null,
  username text not null,
  session_hash bytea not null, -- SHA-256 of the session's token
  verifier bytea not null, -- sealed; RFC 7636
  redirect_url text not null,
  also_sends boolean not null, -- what the mailbox sends goes out there, too
  ends_at timestamptz not null,
  primary key (tenant_id, state_hash),
  foreign key (tenant_id, mailbox_id) references mailboxes
);

alter table mailbox_connections
  drop constraint mailbox_connections_sign_in,
  add constraint mailbox_connections_sign_in check (sign_in in ('password', 'oauth')),
  alter column secret drop not null,
  add constraint mailbox_connections_secret check ((sign_in = 'password') = (secret is not null));

-- Where a mailbox sends. One without sends through the server of the installation.
create table mailbox_senders (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  host text not null,
  port int not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  sign_in text not null check (sign_in in ('none', 'password', 'oauth')),
  username text,
  secret bytea, -- sealed
  from_name text, -- null: the mailbox's own name
  last_ok_at timestamptz,
  failing_since timestamptz,
  last_error text, -- a code of shared/problem-texts.ts
  last_error_said text, -- what the server said
  primary key (tenant_id, mailbox_id),
  foreign key (tenant_id, mailbox_id) references mailboxes,
  check ((sign_in = 'password') = (secret is not null)),
  check ((sign_in = 'none') = (username is null)),
  check ((failing_since is null) = (last_error is null))
);

-- With what the mail of a domain is signed (RFC 6376), once its public half is in the DNS.
create table dkim_keys (
  tenant_id uuid not null references tenants,
  domain text not null,
  selector text not null,
  private_key bytea not null, -- sealed
  public_key text not null, -- as it stands in the DNS
  is_active boolean not null default false,
  created_at timestamptz not null,
  checked_at timestamptz,
  problem text, -- of the last look at the DNS: a code of shared/problem-texts.ts
  primary key (tenant_id, domain)
);
