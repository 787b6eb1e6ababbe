-- Every table leads with tenant_id (in its key, its unique constraints, its foreign keys and its indexes), so that no row
-- can point into another tenant and the whole can be sharded by tenant. Ids are UUIDv7 made by the app: they sort by time.
-- The three tables that find the tenant itself (tenants, tenant_hosts, mailbox_addresses) are small and global.

create extension if not exists pg_trgm;   -- substring search in names
create extension if not exists btree_gin; -- lets those indexes lead with tenant_id

create table tenants (
  tenant_id uuid primary key,
  name text not null,
  language text not null default 'he' check (language in ('he', 'en')),
  timezone text not null default 'Asia/Jerusalem',
  phone_region text not null default 'IL',
  created_at timestamptz not null default now()
);

-- A request's host name finds its tenant. While there is one tenant only it answers on every host.
create table tenant_hosts (
  host text primary key check (host = lower(host)),
  tenant_id uuid not null references tenants
);

-- Rows that count per tenant, e.g. the ticket numbers that people quote; updated in the statement that uses the number.
create table tenant_counters (
  tenant_id uuid not null references tenants,
  name text not null,
  value bigint not null default 0,
  primary key (tenant_id, name)
);

create table departments (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  position int not null,
  is_active boolean not null default true,
  primary key (tenant_id, id)
);

create table priorities (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  position int not null,
  is_active boolean not null default true,
  primary key (tenant_id, id)
);

-- The name is the tenant's; the type is ours and fixed, so that code never compares names.
create table statuses (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  type text not null check (type in ('open', 'in_progress', 'waiting', 'closed')),
  position int not null,
  is_active boolean not null default true,
  primary key (tenant_id, id)
);

create table account_statuses (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  position int not null,
  is_active boolean not null default true,
  primary key (tenant_id, id)
);

create table account_types (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  position int not null,
  is_active boolean not null default true,
  primary key (tenant_id, id)
);

create table users (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  email text not null check (email = lower(email)),
  password_hash text, -- argon2id; null: cannot sign in
  role text not null check (role in ('administrator', 'agent', 'viewer')),
  language text check (language in ('he', 'en')),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, email)
);

create table user_departments (
  tenant_id uuid not null,
  user_id uuid not null,
  department_id uuid not null,
  primary key (tenant_id, user_id, department_id),
  foreign key (tenant_id, user_id) references users,
  foreign key (tenant_id, department_id) references departments
);

-- The cookie's value is never stored, only its SHA-256.
create table sessions (
  tenant_id uuid not null,
  token_hash bytea not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, user_id) references users
);
create index sessions_of_user on sessions (tenant_id, user_id); -- all end when the user is deactivated

-- Failed sign-ins by e-mail and by address, so that the throttle holds across processes and restarts.
create table sign_in_failures (
  tenant_id uuid not null references tenants,
  subject text not null, -- "email:…" or "address:…"
  failures int not null,
  window_ends_at timestamptz not null,
  primary key (tenant_id, subject)
);

create table api_clients (
  tenant_id uuid not null references tenants,
  id uuid not null,
  client_id text not null,
  name text not null,
  secret_hash bytea not null, -- SHA-256 of a 256-bit random secret: nothing to guess, so no slow hash is needed
  scopes text[] not null,
  is_active boolean not null default true,
  requests_per_minute int, -- null: the installation's default
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, client_id)
);

create table access_tokens (
  tenant_id uuid not null,
  token_hash bytea not null,
  api_client_id uuid not null,
  scopes text[] not null,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, api_client_id) references api_clients
);
create index access_tokens_by_expiry on access_tokens (tenant_id, expires_at); -- the sweep of long-expired tokens
create index access_tokens_of_client on access_tokens (tenant_id, api_client_id); -- all end with their client
