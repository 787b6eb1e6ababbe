-- The same mail in two mailboxes, or by two ways, differs in its transport headers and so in its raw bytes. What its author
-- wrote is the same: SHA-256 of Message-ID, From, Date, subject, text and attachments, null for a mail that has neither
-- Message-ID nor Date.
alter table intake add column content_key bytea;
-- Once a ticket, ever after a duplicate: also when two processes read the two copies at once.
create unique index intake_once_per_content on intake (tenant_id, content_key) where state = 'ticket' and content_key is not null;
