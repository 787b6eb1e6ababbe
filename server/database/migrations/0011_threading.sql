-- Mail on the right ticket: why it is there, where it may belong, and what people put elsewhere.

-- The signals by which the ticket of a mail was found, as in email/thread-score.ts; null: nothing in it named one.
alter table messages add column threading jsonb;
-- It waited when it was moved: what had been said at its new place by then was said without it, and covers nothing of it.
alter table messages add column covered_after timestamptz;

-- A mail that opened a ticket, and may belong to another; null once somebody has decided.
alter table tickets add column maybe_id uuid;
alter table tickets add foreign key (tenant_id, maybe_id) references tickets;
-- Where all of it went. Never a ticket that was merged itself: who merges that one points these on.
alter table tickets add column merged_into_id uuid;
alter table tickets add foreign key (tenant_id, merged_into_id) references tickets;
create index tickets_merged_into on tickets (tenant_id, merged_into_id) where merged_into_id is not null; -- those to be pointed on

-- What a move, split or merge did, so that it can be taken back exactly. Its history lines say the same for people.
create table moves (
  tenant_id uuid not null,
  event_id uuid not null, -- the line in the history of the ticket that was left
  ticket_id uuid not null,
  to_id uuid not null,
  arrival_id uuid not null, -- the line in the history of the other ticket
  kind text not null check (kind in ('move', 'split', 'merge')),
  kept jsonb not null, -- what stood before, as in tickets/moves.ts
  undone_at timestamptz,
  primary key (tenant_id, event_id),
  foreign key (tenant_id, ticket_id, event_id) references events,
  foreign key (tenant_id, to_id, arrival_id) references events
);
