-- Mail that waits for another attempt can be taken back, and answers may come to an address of the ticket's own.

-- While a process sends it, until then at the latest: it can't be taken back meanwhile. Left behind by a process that ended.
alter table deliveries add column claimed_until timestamptz;
-- A server may have kept it without saying so: it may have reached somebody, whatever becomes of it now.
alter table deliveries add column is_uncertain boolean not null default false;

-- Whether answers are asked to an address with the ticket's token (Reply-To): `auto` where mail to such an address is known to come.
alter table mailboxes add column ticket_address text not null default 'auto' check (ticket_address in ('auto', 'on', 'off'));
alter table mailbox_addresses add column taken_at timestamptz; -- our own SMTP server was given mail for exactly this address
alter table mailbox_addresses add column proven_at timestamptz; -- a mail of ours to a tagged form of it came back
