-- How far a sweep is, for those who wait for it: as in shared/reconciliations.ts.
alter table mailbox_reconciliations add column progress jsonb;

-- What came by one mailbox, newest first: the rows behind the figures of its equation. Of mail only: the other channels
-- write no line of it.
create index intake_of_mailbox on intake (tenant_id, source, id) where channel = 'email';
