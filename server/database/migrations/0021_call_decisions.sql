-- What people said that a call was, and that it was taken back: a call's own history, beside what its exchange told of it.
create table call_decisions (
  tenant_id uuid not null,
  id uuid not null,
  call_id uuid not null,
  kind text not null check (kind in ('said', 'taken_back')),
  said text not null check (said in ('ticket', 'new_ticket', 'no_inquiry')), -- what it was said to be, also where that is taken back
  at timestamptz not null,
  user_id uuid, -- null: an API client
  ticket_id uuid, -- the one that it was laid on
  reason text, -- of `no_inquiry`
  reason_text text,
  closed_ticket boolean not null default false, -- of `taken_back`: the ticket that it had opened was closed as opened by mistake
  primary key (tenant_id, id),
  foreign key (tenant_id, call_id) references calls,
  foreign key (tenant_id, user_id) references users,
  foreign key (tenant_id, ticket_id) references tickets
);
create index call_decisions_of_call on call_decisions (tenant_id, call_id, id); -- in their order

-- The calls of one queue, newest first; and all queues there are, each found by one step (calls.sql.ts).
create index calls_of_queue on calls (tenant_id, queue, started_at, id) where queue is not null;
