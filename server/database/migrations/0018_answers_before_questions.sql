-- A mail that comes after its own answer (another server was slow, or another process) finds the ticket which that has opened.
create index messages_by_answered on messages (tenant_id, in_reply_to) where in_reply_to is not null;
