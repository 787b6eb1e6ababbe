-- The business's own blocklist refused the caller: nobody is to be called back.
alter table calls add column is_blocked boolean not null default false;

-- Comparing with the exchange's own records did not find the call there. Cleared when a later comparison finds it.
alter table calls add column is_unbooked boolean not null default false;
create index calls_unbooked on calls (tenant_id, started_at, id) where is_unbooked;

-- How an Asterisk's manager interface is spoken to; `any_certificate`: whoever answers there is believed.
alter table phone_connections add column tls text not null default 'off'
  check (tls in ('off', 'verified', 'any_certificate'));
