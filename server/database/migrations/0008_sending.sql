-- Mail that people write: files they upload for it, time in which it can be taken back, and what was really sent.

-- Files on their way into a mail. Sent, a row is the attachment with the same id, and stays as long as the mail can be taken back.
create table uploads (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null, -- whose it is: nobody else can send it
  message_id uuid, -- the mail that carries it; null: to be thrown away after some days
  file_sha256 bytea not null,
  size_bytes bigint not null,
  name text not null, -- cleaned of bidi controls and path parts
  media_type text not null,
  is_inline boolean not null, -- a picture that stands in the text
  created_at timestamptz not null,
  discarded_at timestamptz, -- its user threw it away
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users,
  foreign key (tenant_id, message_id) references messages
);
create index uploads_unclaimed on uploads (tenant_id, created_at) where message_id is null; -- the sweep
create index uploads_of_message on uploads (tenant_id, message_id) where message_id is not null; -- taken back

-- Whether a file is still somebody's, before it is thrown away.
create index attachments_of_file on attachments (tenant_id, file_sha256);
create index uploads_of_file on uploads (tenant_id, file_sha256);

-- `forward`: a mail of ours to somebody else than the customer. It answers nobody.
alter table messages drop constraint messages_kind_check;
alter table messages add constraint messages_kind_check
  check (kind in ('bounce', 'delay', 'receipt', 'feedback', 'auto_reply', 'bulk', 'forward'));
alter table messages add column forwards_id uuid; -- the message that a forward passes on
alter table messages add foreign key (tenant_id, forwards_id) references messages;
alter table messages add check ((forwards_id is not null) = coalesce(kind = 'forward', false));

alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check
  check (state in ('queued', 'sent', 'failed', 'bounced', 'withdrawn'));
alter table deliveries add column withdrawn_at timestamptz; -- taken back before it left
alter table deliveries add column send_at timestamptz; -- chosen by a person; its mail bears this date
alter table deliveries add column mailbox_id uuid; -- from which it is sent; null: the installation's own way
alter table deliveries add foreign key (tenant_id, mailbox_id) references mailboxes;
-- What the person gave that the message does not say: the text with its pictures, the status that comes with it.
alter table deliveries add column draft jsonb;
alter table deliveries add column outcomes jsonb; -- [{address, state, said}] where recipients did not fare alike
alter table deliveries add column mime_sha256 bytea; -- the mail as it is sent, in the file store; the same for each attempt
alter table deliveries add column mime_bytes bigint;
create index deliveries_of_file on deliveries (tenant_id, mime_sha256) where mime_sha256 is not null;
